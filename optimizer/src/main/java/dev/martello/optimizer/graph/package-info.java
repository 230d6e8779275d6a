/** The ONNX graph: read and written without loss, looked at, edited. */
@NullMarked
package dev.martello.optimizer.graph;

import org.jspecify.annotations.NullMarked;
