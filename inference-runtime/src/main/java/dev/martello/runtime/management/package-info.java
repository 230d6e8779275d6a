/** The management port: health, metrics and evidence. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.management;
