package dev.martello.runtime.protocol;

import dev.martello.runtime.json.JsonText;
import dev.martello.runtime.tensor.BinaryElements;
import dev.martello.runtime.tensor.JsonElements;
import dev.martello.runtime.tensor.OutputTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes the answer to an infer call. */
public final class InferResponseWriter {
  /** Of a parameter of an output: its columns' class labels, a list written in JSON. */
  static final String LABELS = "labels";

  private static final int ENVELOPE_BYTES = 256;

  /** A float below 1 with its comma; what is longer makes the text grow. */
  private static final int ELEMENT_BYTES = 14;

  private static final long MOST_EXPECTED = 1 << 26;

  private final byte[] beginning;

  public InferResponseWriter(String modelName, String modelVersion) {
    this.beginning =
        new JsonText(ENVELOPE_BYTES)
            .raw("{\"model_name\":")
            .string(modelName)
            .raw(",\"model_version\":")
            .string(modelVersion)
            .toBytes();
  }

  /** Outputs in the order that the request names them, else in the model's. */
  public InferResponse write(InferRequest request, Map<String, OutputTensor> outputs) {
    JsonText json = new JsonText(expectedBytes(request, outputs)).append(beginning);
    if (request.id().isPresent()) {
      json.raw(",\"id\":").string(request.id().get());
    }
    List<byte[]> binary = new ArrayList<>(request.binaryOutputs().size());
    char before = '[';
    json.raw(",\"outputs\":");
    for (String name : request.outputs()) {
      json.raw(before);
      write(name, named(name, outputs), request.binaryOutputs().contains(name), binary, json);
      before = ',';
    }
    json.raw(before == '[' ? "[]}" : "]}");
    int jsonLength = json.length();
    binary.forEach(json::append);
    return new InferResponse(
        json.toBytes(),
        request.binaryOutputs().isEmpty() ? OptionalInt.empty() : OptionalInt.of(jsonLength));
  }

  private static void write(
      String name, OutputTensor output, boolean asBytes, List<byte[]> binary, JsonText json) {
    json.raw("{\"name\":").string(name);
    json.raw(",\"datatype\":\"").raw(output.datatype().name()).raw("\",\"shape\":[");
    long[] shape = output.shape();
    for (int i = 0; i < shape.length; i++) {
      if (i > 0) {
        json.raw(',');
      }
      json.number(shape[i]);
    }
    json.raw(']');
    String labels = output.labels();
    if (!labels.isEmpty() || asBytes) {
      json.raw(",\"parameters\":{");
      if (!labels.isEmpty()) {
        json.string(LABELS).raw(':').string(labels).raw(asBytes ? "," : "");
      }
      if (asBytes) {
        byte[] raw = BinaryElements.write(output);
        binary.add(raw);
        json.raw("\"binary_data_size\":").number((long) raw.length);
      }
      json.raw('}');
    }
    if (!asBytes) {
      json.raw(",\"data\":");
      JsonElements.write(output, json);
    }
    json.raw('}');
  }

  private static OutputTensor named(String name, Map<String, OutputTensor> outputs) {
    OutputTensor output = outputs.get(name);
    if (output == null) {
      throw new IllegalStateException("output '" + name + "' is missing");
    }
    return output;
  }

  private static int expectedBytes(InferRequest request, Map<String, OutputTensor> outputs) {
    long expected = ENVELOPE_BYTES;
    for (String name : request.outputs()) {
      expected += ENVELOPE_BYTES / 2 + named(name, outputs).elements() * (long) ELEMENT_BYTES;
    }
    return (int) Math.min(expected, MOST_EXPECTED);
  }
}
