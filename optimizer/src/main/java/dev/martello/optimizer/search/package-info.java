/** Tries plans and takes the best one that meets the demand. */
@NullMarked
package dev.martello.optimizer.search;

import org.jspecify.annotations.NullMarked;
