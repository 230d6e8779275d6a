/**
 * The documents of the Open Inference Protocol v2 REST API (JSON): requests read, answers written.
 */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.protocol;
