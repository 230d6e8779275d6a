package dev.martello.runtime.protocol;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.tensor.JsonElements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** Writes the answer to an infer call. */
public final class InferResponseWriter {
  private final String modelName;
  private final String modelVersion;
  private final Map<String, ModelTensor> outputs;

  public InferResponseWriter(
      String modelName, String modelVersion, Map<String, ModelTensor> outputs) {
    this.modelName = modelName;
    this.modelVersion = modelVersion;
    this.outputs = outputs;
  }

  /** Outputs in the order that the request names them, else in the model's. */
  public byte[] write(InferRequest request, OrtSession.Result result)
      throws OrtException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = RequestJson.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model_name", modelName);
      json.writeStringField("model_version", modelVersion);
      if (request.id().isPresent()) {
        json.writeStringField("id", request.id().get());
      }
      json.writeArrayFieldStart("outputs");
      for (String name : request.outputs()) {
        write(name, result, json);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void write(String name, OrtSession.Result result, JsonGenerator json)
      throws OrtException, IOException {
    ModelTensor described = outputs.get(name);
    OnnxValue value = result.get(name).orElse(null);
    if (described == null || !(value instanceof OnnxTensor tensor)) {
      throw new IllegalStateException(
          "output '" + name + "' is no tensor, though the model said so");
    }
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("datatype", described.datatype().name());
    long[] shape = tensor.getInfo().getShape();
    json.writeFieldName("shape");
    json.writeArray(shape, 0, shape.length);
    json.writeFieldName("data");
    JsonElements.write(tensor, described.datatype(), json);
    json.writeEndObject();
  }
}
