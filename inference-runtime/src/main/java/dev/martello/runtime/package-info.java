/**
 * Opens a sealed model and answers the Open Inference Protocol v2 about it. Knows no Kubernetes.
 */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime;
