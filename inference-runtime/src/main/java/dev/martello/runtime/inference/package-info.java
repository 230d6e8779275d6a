/**
 * The inference port: routes of the Open Inference Protocol and the bounded pool that runs models.
 */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.inference;
