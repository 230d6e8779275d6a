/**
 * Datatypes of the Open Inference Protocol, their elements in JSON and in ONNX Runtime's memory.
 */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.tensor;
