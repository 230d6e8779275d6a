/** Sums up all deployments, from their statuses alone; pure. */
@NullMarked
package dev.martello.operator.fleet;

import org.jspecify.annotations.NullMarked;
