package dev.martello.runtime.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the body of an infer call and checks it against the model's inputs and outputs. */
public final class InferRequestReader {
  private static final Set<String> KEYS =
      new TreeSet<>(List.of("id", "parameters", "inputs", "outputs"));
  private static final Set<String> OUTPUT_KEYS = new TreeSet<>(List.of("name", "parameters"));

  private final Map<String, ModelTensor> inputs;
  private final Map<String, ModelTensor> outputs;

  public InferRequestReader(Map<String, ModelTensor> inputs, Map<String, ModelTensor> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * Reads {@code length} bytes of {@code body}; tensors live as long as {@code arena}.
   *
   * @throws RequestInvalid naming what is wrong and what was expected
   */
  public InferRequest read(byte[] body, int length, Arena arena) throws RequestInvalid {
    try (JsonParser json = RequestJson.FACTORY.createParser(body, 0, length)) {
      return read(json, body, length, arena);
    } catch (StreamConstraintsException e) {
      throw new RequestInvalid(
          "the request body is JSON beyond this server's bounds: " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new RequestInvalid(
          "the request body is not well-formed JSON: "
              + e.getOriginalMessage()
              + " (byte "
              + e.getLocation().getByteOffset()
              + ")");
    } catch (IOException e) {
      throw new RequestInvalid("the request body is not well-formed JSON in UTF-8");
    }
  }

  private InferRequest read(JsonParser json, byte[] body, int length, Arena arena)
      throws IOException, RequestInvalid {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new RequestInvalid("the request body must be a JSON object");
    }
    Optional<String> id = Optional.empty();
    Map<String, TensorData> given = new LinkedHashMap<>();
    Set<String> wanted = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    String key;
    while ((key = RequestJson.nextKey(json, KEYS, seen, "request")) != null) {
      switch (key) {
        case "id" -> id = Optional.of(RequestJson.text(json, "id"));
        case "inputs" -> readInputs(json, given, body, length, arena);
        case "outputs" -> readOutputs(json, wanted);
        default -> json.skipChildren(); // parameters: none is known here, and all are optional
      }
    }
    if (json.nextToken() != null) {
      throw new RequestInvalid("the request body has something after its JSON object");
    }
    for (ModelTensor input : inputs.values()) {
      if (!given.containsKey(input.name())) {
        throw new RequestInvalid(
            "input '"
                + input.name()
                + "' is missing; expected "
                + input.datatype()
                + " of shape "
                + input.shape());
      }
    }
    return new InferRequest(id, given, wanted.isEmpty() ? outputs.keySet() : wanted);
  }

  private void readInputs(
      JsonParser json, Map<String, TensorData> given, byte[] body, int length, Arena arena)
      throws IOException, RequestInvalid {
    RequestJson.require(json, JsonToken.START_ARRAY, "inputs must be an array");
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      InputReader input = new InputReader(inputs, body, length, arena);
      input.read(json, i);
      if (given.put(input.name(), input.data()) != null) {
        throw new RequestInvalid("input '" + input.name() + "' is there twice");
      }
    }
  }

  private void readOutputs(JsonParser json, Set<String> wanted) throws IOException, RequestInvalid {
    RequestJson.require(json, JsonToken.START_ARRAY, "outputs must be an array");
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      String where = "outputs[" + i + "]";
      RequestJson.require(json, JsonToken.START_OBJECT, where + " must be an object");
      Set<String> seen = new HashSet<>();
      String key;
      while ((key = RequestJson.nextKey(json, OUTPUT_KEYS, seen, where)) != null) {
        if (key.equals("parameters")) {
          json.skipChildren();
          continue;
        }
        String name = RequestJson.text(json, where + ".name");
        if (!outputs.containsKey(name)) {
          throw new RequestInvalid(
              "output '" + name + "' is not one of the model's: " + outputs.keySet());
        }
        if (!wanted.add(name)) {
          throw new RequestInvalid("output '" + name + "' is asked for twice");
        }
      }
      if (!seen.contains("name")) {
        throw new RequestInvalid(where + ": name is missing");
      }
    }
  }
}
