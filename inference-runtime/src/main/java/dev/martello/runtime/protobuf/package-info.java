/**
 * The wire format of Protocol Buffers, as far as ONNX files and the protocol's gRPC messages need
 * it.
 */
@org.jspecify.annotations.NullMarked
package dev.martello.runtime.protobuf;
