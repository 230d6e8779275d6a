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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the body of an infer call and checks it against the model's inputs and outputs. */
public final class InferRequestReader {
  private static final Set<String> KEYS =
      new TreeSet<>(List.of("id", "parameters", "inputs", "outputs"));

  private final Map<String, ModelTensor> inputs;
  private final Map<String, ModelTensor> outputs;

  public InferRequestReader(Map<String, ModelTensor> inputs, Map<String, ModelTensor> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * Reads a body; tensors live as long as {@code arena}.
   *
   * @throws RequestInvalid naming what is wrong and what was expected
   */
  public InferRequest read(InferBody body, Arena arena) throws RequestInvalid {
    try (JsonParser json = RequestJson.FACTORY.createParser(body.bytes(), 0, body.jsonLength())) {
      return read(json, body, arena);
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

  private InferRequest read(JsonParser json, InferBody body, Arena arena)
      throws IOException, RequestInvalid {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new RequestInvalid("the request body must be a JSON object");
    }
    Optional<String> id = Optional.empty();
    Map<String, TensorData> given = new LinkedHashMap<>();
    RequestedOutputs wanted = new RequestedOutputs(outputs.keySet());
    Parameters parameters = Parameters.NONE;
    Set<String> seen = new HashSet<>();
    String key;
    while ((key = RequestJson.nextKey(json, KEYS, seen, "request")) != null) {
      switch (key) {
        case "id" -> id = Optional.of(RequestJson.text(json, "id"));
        case "inputs" -> readInputs(json, given, body, arena);
        case "outputs" -> wanted.read(json);
        default -> parameters = Parameters.read(json, "parameters");
      }
    }
    if (json.nextToken() != null) {
      throw new RequestInvalid("the request body has something after its JSON object");
    }
    body.requireAllTaken();
    RequiredInputs.require(inputs, given.keySet());
    return new InferRequest(
        id, given, wanted.names(), wanted.binary(parameters.binary().orElse(false)));
  }

  private void readInputs(
      JsonParser json, Map<String, TensorData> given, InferBody body, Arena arena)
      throws IOException, RequestInvalid {
    RequestJson.require(json, JsonToken.START_ARRAY, "inputs must be an array");
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      InputReader input = new InputReader(inputs, body, arena);
      input.read(json, i);
      if (given.put(input.name(), input.data()) != null) {
        throw new RequestInvalid("input '" + input.name() + "' is there twice");
      }
    }
  }
}
