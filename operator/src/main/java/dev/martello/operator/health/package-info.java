/** What the operator's own process says of itself: liveness, readiness, metrics, log lines. */
@NullMarked
package dev.martello.operator.health;

import org.jspecify.annotations.NullMarked;
