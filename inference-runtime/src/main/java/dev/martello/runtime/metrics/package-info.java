/** Counting, and the text format of Prometheus. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.metrics;
