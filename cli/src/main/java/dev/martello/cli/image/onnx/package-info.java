/** ONNX Runtime's part of an image. */
@NullMarked
package dev.martello.cli.image.onnx;

import org.jspecify.annotations.NullMarked;
