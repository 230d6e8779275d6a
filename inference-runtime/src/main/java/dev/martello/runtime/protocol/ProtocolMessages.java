package dev.martello.runtime.protocol;

import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.protobuf.WireWriter;
import dev.martello.runtime.tensor.BinaryElements;
import dev.martello.runtime.tensor.OutputTensor;
import dev.martello.runtime.tensor.TypedElements;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * The answers of the protocol's gRPC service; field numbers as in its open_inference_grpc.proto.
 */
public final class ProtocolMessages {
  private ProtocolMessages() {}

  /** ServerLiveResponse, ServerReadyResponse and ModelReadyResponse, which are written alike. */
  public static byte[] flag(boolean value) {
    return new WireWriter().flag(1, value).toBytes();
  }

  /** HealthCheckResponse of grpc.health.v1: SERVING or NOT_SERVING. */
  public static byte[] health(boolean serving) {
    return new WireWriter().number(1, serving ? 1 : 2).toBytes();
  }

  /** ServerMetadataResponse. */
  public static byte[] server(String version) {
    return new WireWriter().text(1, "martello").text(2, version).toBytes();
  }

  /** ModelMetadataResponse. */
  public static byte[] model(
      String name,
      String version,
      Collection<ModelTensor> inputs,
      Collection<ModelTensor> outputs) {
    WireWriter message = new WireWriter().text(1, name).element(2, version);
    message.text(3, MetadataDocuments.PLATFORM);
    inputs.forEach(tensor -> message.message(4, tensor(tensor)));
    outputs.forEach(tensor -> message.message(5, tensor(tensor)));
    return message.toBytes();
  }

  private static WireWriter tensor(ModelTensor tensor) {
    return new WireWriter()
        .text(1, tensor.name())
        .text(2, tensor.datatype().name())
        .numbers(3, tensor.shape());
  }

  /** ModelInferResponse. */
  public static byte[] infer(
      String name, String version, InferRequest request, Map<String, OutputTensor> outputs) {
    WireWriter message = new WireWriter().text(1, name).text(2, version);
    message.text(3, request.id().orElse(""));
    boolean raw = !request.binaryOutputs().isEmpty();
    for (String output : request.outputs()) {
      OutputTensor tensor = given(outputs, output);
      WireWriter written =
          new WireWriter()
              .text(1, output)
              .text(2, tensor.datatype().name())
              .numbers(3, Arrays.stream(tensor.shape()).boxed().toList());
      String labels = tensor.labels();
      if (!labels.isEmpty()) {
        written.message(4, parameter(InferResponseWriter.LABELS, labels));
      }
      message.message(5, raw ? written : written.message(5, TypedElements.write(tensor)));
    }
    if (raw) {
      for (String output : request.outputs()) {
        message.bytes(6, ByteBuffer.wrap(BinaryElements.write(given(outputs, output))));
      }
    }
    return message.toBytes();
  }

  /** An entry of a map of InferParameter: key 1, value 2, in which string_param is 3. */
  private static WireWriter parameter(String key, String value) {
    return new WireWriter().text(1, key).message(2, new WireWriter().text(3, value));
  }

  private static OutputTensor given(Map<String, OutputTensor> outputs, String name) {
    OutputTensor output = outputs.get(name);
    if (output == null) {
      throw new IllegalStateException("output '" + name + "' is missing");
    }
    return output;
  }
}
