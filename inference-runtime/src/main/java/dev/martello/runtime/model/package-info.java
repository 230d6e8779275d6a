/** From a sealed directory to an ONNX Runtime session, and what can be said of the model in it. */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.model;
