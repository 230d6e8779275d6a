package dev.martello.runtime.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.martello.runtime.tensor.BinaryElements;
import dev.martello.runtime.tensor.JsonElements;
import dev.martello.runtime.tensor.OutputTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes the answer to an infer call. */
public final class InferResponseWriter {
  private final String modelName;
  private final String modelVersion;

  public InferResponseWriter(String modelName, String modelVersion) {
    this.modelName = modelName;
    this.modelVersion = modelVersion;
  }

  /** Outputs in the order that the request names them, else in the model's. */
  public InferResponse write(InferRequest request, Map<String, OutputTensor> outputs)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    List<byte[]> binary = new ArrayList<>();
    try (JsonGenerator json = RequestJson.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model_name", modelName);
      json.writeStringField("model_version", modelVersion);
      if (request.id().isPresent()) {
        json.writeStringField("id", request.id().get());
      }
      json.writeArrayFieldStart("outputs");
      for (String name : request.outputs()) {
        OutputTensor output = outputs.get(name);
        if (output == null) {
          throw new IllegalStateException("output '" + name + "' is missing");
        }
        write(name, output, request.binaryOutputs().contains(name), binary, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    int jsonLength = bytes.size();
    binary.forEach(bytes::writeBytes);
    return new InferResponse(
        bytes.toByteArray(),
        request.binaryOutputs().isEmpty() ? OptionalInt.empty() : OptionalInt.of(jsonLength));
  }

  private static void write(
      String name, OutputTensor output, boolean asBytes, List<byte[]> binary, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("datatype", output.datatype().name());
    long[] shape = output.shape();
    json.writeFieldName("shape");
    json.writeArray(shape, 0, shape.length);
    if (asBytes) {
      byte[] raw = BinaryElements.write(output);
      binary.add(raw);
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", raw.length);
      json.writeEndObject();
    } else {
      json.writeFieldName("data");
      JsonElements.write(output, json);
    }
    json.writeEndObject();
  }
}
