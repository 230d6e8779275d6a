package dev.martello.runtime.protocol;

import dev.martello.runtime.json.JsonReader;
import dev.martello.runtime.json.JsonRefused;
import dev.martello.runtime.json.JsonToken;
import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the body of an infer call and checks it against the model's inputs and outputs. */
public final class InferRequestReader {
  private static final List<String> KEYS =
      List.of("id", "model_name", "inputs", "outputs", "parameters");

  private final String model;
  private final Map<String, ModelTensor> inputs;
  private final Map<String, ModelTensor> outputs;

  public InferRequestReader(
      String model, Map<String, ModelTensor> inputs, Map<String, ModelTensor> outputs) {
    this.model = model;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * Reads a body; tensors live as long as {@code arena}.
   *
   * @throws RequestInvalid naming what is wrong and what was expected
   */
  public InferRequest read(InferBody body, Arena arena) throws RequestInvalid {
    try {
      return read(new JsonReader(body.bytes(), 0, body.jsonLength()), body, arena);
    } catch (JsonRefused e) {
      throw new RequestInvalid("the request body is " + e.getMessage());
    }
  }

  private InferRequest read(JsonReader json, InferBody body, Arena arena)
      throws JsonRefused, RequestInvalid {
    if (json.next() != JsonToken.OBJECT) {
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
        case "id" -> id = Optional.of(RequestJson.text(json, "", "id"));
        case "model_name" -> requireModel(RequestJson.text(json, "", "model_name"));
        case "inputs" -> readInputs(json, given, body, arena);
        case "outputs" -> wanted.read(json);
        default -> parameters = Parameters.read(json, "");
      }
    }
    if (json.next() != JsonToken.END) {
      throw new RequestInvalid("the request body has something after its JSON object");
    }
    body.requireAllTaken();
    RequiredInputs.require(inputs, given.keySet());
    return new InferRequest(
        id,
        given,
        wanted.names(),
        wanted.binary(parameters.binary().orElse(false)),
        wanted.named());
  }

  /** Not of the protocol, which has it in the path alone; KServe's client says it in both. */
  private void requireModel(String named) throws RequestInvalid {
    if (!named.equals(model)) {
      throw new RequestInvalid(
          "model_name is '" + named + "', but the request was sent to '" + model + "'");
    }
  }

  private void readInputs(
      JsonReader json, Map<String, TensorData> given, InferBody body, Arena arena)
      throws JsonRefused, RequestInvalid {
    RequestJson.require(json, JsonToken.ARRAY, "inputs", " must be an array");
    for (int i = 0; json.next() != JsonToken.END_ARRAY; i++) {
      InputReader input = new InputReader(inputs, body, arena);
      input.read(json, i);
      if (given.put(input.name(), input.data()) != null) {
        throw new RequestInvalid("input '" + input.name() + "' is there twice");
      }
    }
  }
}
