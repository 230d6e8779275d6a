package dev.martello.runtime.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.martello.runtime.model.ModelTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;

/** The protocol's documents that do not change while a model is served. */
public final class MetadataDocuments {
  /** Triton's name for models of this kind, which clients know. */
  static final String PLATFORM = "onnxruntime_onnx";

  private static final JsonFactory JSON = new JsonFactory();

  private MetadataDocuments() {}

  /** {@code GET /v2}. */
  public static byte[] server(String version) {
    return write(
        json -> {
          json.writeStringField("name", "martello");
          json.writeStringField("version", version);
          json.writeArrayFieldStart("extensions");
          json.writeString("binary_tensor_data");
          json.writeEndArray();
        });
  }

  /** {@code GET /v2/models/NAME}. */
  public static byte[] model(
      String name,
      String version,
      Collection<ModelTensor> inputs,
      Collection<ModelTensor> outputs) {
    return write(
        json -> {
          json.writeStringField("name", name);
          json.writeArrayFieldStart("versions");
          json.writeString(version);
          json.writeEndArray();
          json.writeStringField("platform", PLATFORM);
          writeTensors(json, "inputs", inputs);
          writeTensors(json, "outputs", outputs);
        });
  }

  /** {@code {"live": …}} or {@code {"ready": …}}. */
  public static byte[] health(String what, boolean holds) {
    return write(json -> json.writeBooleanField(what, holds));
  }

  /** {@code GET /v2/models/NAME/ready}. */
  public static byte[] modelReady(String name, boolean ready) {
    return write(
        json -> {
          json.writeStringField("name", name);
          json.writeBooleanField("ready", ready);
        });
  }

  private static void writeTensors(
      JsonGenerator json, String field, Collection<ModelTensor> tensors) throws IOException {
    json.writeArrayFieldStart(field);
    for (ModelTensor tensor : tensors) {
      json.writeStartObject();
      json.writeStringField("name", tensor.name());
      json.writeStringField("datatype", tensor.datatype().name());
      json.writeArrayFieldStart("shape");
      for (long length : tensor.shape()) {
        json.writeNumber(length);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] write(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return bytes.toByteArray();
  }
}
