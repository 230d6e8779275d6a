/** What the process asks of Linux for itself: no core dumps, no tracing. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.confinement;
