package dev.martello.embedded.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tensors of an Open Inference Protocol v2 message, a line each, long ones cut; pure. */
final class TensorText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 8;

  private TensorText() {}

  static String inputs(String message) throws QuickstartFailed {
    return tensors(message, "inputs");
  }

  static String outputs(String message) throws QuickstartFailed {
    return tensors(message, "outputs");
  }

  private static String tensors(String message, String field) throws QuickstartFailed {
    JsonNode tensors;
    try {
      tensors = JSON.readTree(message).path(field);
    } catch (JsonProcessingException e) {
      throw new QuickstartFailed("not JSON: " + message);
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode tensor : tensors) {
      lines.add(
          "    %s %s %s = %s"
              .formatted(
                  tensor.path("name").asText(),
                  tensor.path("datatype").asText(),
                  tensor.path("shape"),
                  values(tensor.path("data"))));
    }
    return String.join("\n", lines);
  }

  private static String values(JsonNode data) {
    List<String> values = new ArrayList<>();
    data.forEach(value -> values.add(value.asText()));
    String shown = values.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return values.size() > SHOWN ? shown + ", ... (%d values)".formatted(values.size()) : shown;
  }
}
