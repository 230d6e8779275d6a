package dev.martello.runtime.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A request's {@code outputs}: which are wanted, and which of them as bytes. */
final class RequestedOutputs {
  private static final Set<String> KEYS = new TreeSet<>(List.of("name", "parameters"));

  private final Set<String> model;
  private final Map<String, Optional<Boolean>> wanted = new LinkedHashMap<>();

  RequestedOutputs(Set<String> model) {
    this.model = model;
  }

  void read(JsonParser json) throws IOException, RequestInvalid {
    RequestJson.require(json, JsonToken.START_ARRAY, "outputs must be an array");
    for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
      readOutput(json, "outputs[" + i + "]");
    }
  }

  private void readOutput(JsonParser json, String where) throws IOException, RequestInvalid {
    RequestJson.require(json, JsonToken.START_OBJECT, where + " must be an object");
    Set<String> seen = new HashSet<>();
    Optional<String> name = Optional.empty();
    Parameters parameters = Parameters.NONE;
    String key;
    while ((key = RequestJson.nextKey(json, KEYS, seen, where)) != null) {
      if (key.equals("name")) {
        name = Optional.of(RequestJson.text(json, where + ".name"));
      } else {
        parameters = Parameters.read(json, where + ".parameters");
      }
    }
    if (name.isEmpty()) {
      throw new RequestInvalid(where + ": name is missing");
    }
    add(name.get(), parameters.binary());
  }

  void add(String name, Optional<Boolean> binary) throws RequestInvalid {
    if (!model.contains(name)) {
      throw new RequestInvalid("output '" + name + "' is not one of the model's: " + model);
    }
    if (wanted.put(name, binary) != null) {
      throw new RequestInvalid("output '" + name + "' is asked for twice");
    }
  }

  /** All of the model's if none was named. */
  Set<String> names() {
    return wanted.isEmpty() ? model : wanted.keySet();
  }

  /**
   * @param otherwise whether those are wanted as bytes of which it was not said
   */
  Set<String> binary(boolean otherwise) {
    return names().stream()
        .filter(name -> wanted.getOrDefault(name, Optional.empty()).orElse(otherwise))
        .collect(Collectors.toUnmodifiableSet());
  }
}
