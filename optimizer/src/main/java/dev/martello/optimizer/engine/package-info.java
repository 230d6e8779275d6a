/** Runs models with ONNX Runtime: answers, activations, latency, memory. */
@NullMarked
package dev.martello.optimizer.engine;

import org.jspecify.annotations.NullMarked;
