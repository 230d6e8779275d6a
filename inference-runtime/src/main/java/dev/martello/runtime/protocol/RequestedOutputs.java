package dev.martello.runtime.protocol;

import dev.martello.runtime.json.JsonReader;
import dev.martello.runtime.json.JsonRefused;
import dev.martello.runtime.json.JsonToken;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A request's {@code outputs}: which are wanted, and which of them as bytes. */
final class RequestedOutputs {
  private static final List<String> KEYS = List.of("name", "parameters");

  private final Set<String> model;
  private final Map<String, Optional<Boolean>> wanted = new LinkedHashMap<>();

  RequestedOutputs(Set<String> model) {
    this.model = model;
  }

  void read(JsonReader json) throws JsonRefused, RequestInvalid {
    RequestJson.require(json, JsonToken.ARRAY, "outputs", " must be an array");
    for (int i = 0; json.next() != JsonToken.END_ARRAY; i++) {
      readOutput(json, "outputs[" + i + "]");
    }
  }

  private void readOutput(JsonReader json, String where) throws JsonRefused, RequestInvalid {
    RequestJson.require(json, JsonToken.OBJECT, where, " must be an object");
    Set<String> seen = new HashSet<>();
    Optional<String> name = Optional.empty();
    Parameters parameters = Parameters.NONE;
    String key;
    while ((key = RequestJson.nextKey(json, KEYS, seen, where)) != null) {
      if (key.equals("name")) {
        name = Optional.of(RequestJson.text(json, where, ".name"));
      } else {
        parameters = Parameters.read(json, where + ".");
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

  boolean named() {
    return !wanted.isEmpty();
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
