/** Reads and writes the cluster; judges nothing. */
@NullMarked
package dev.martello.operator.cluster;

import org.jspecify.annotations.NullMarked;
