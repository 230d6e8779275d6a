package dev.martello.runtime.protocol;

import dev.martello.runtime.json.JsonReader;
import dev.martello.runtime.json.JsonRefused;
import dev.martello.runtime.json.JsonToken;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the readers of a request's JSON have in common. */
final class RequestJson {
  private RequestJson() {}

  /**
   * The next key of the object that the reader is in, which must be known and new; null at its end.
   * The reader then stands at the key's value.
   */
  static @Nullable String nextKey(
      JsonReader json, List<String> known, Set<String> seen, String where)
      throws JsonRefused, RequestInvalid {
    if (json.next() == JsonToken.END_OBJECT) {
      return null;
    }
    String key = json.text();
    if (!known.contains(key)) {
      throw new RequestInvalid(where + ": unknown key '" + key + "'; known: " + known);
    }
    if (!seen.add(key)) {
      throw new RequestInvalid(where + ": key '" + key + "' is there twice");
    }
    json.next();
    return key;
  }

  static String text(JsonReader json, String where, String key) throws RequestInvalid {
    if (json.token() != JsonToken.STRING) {
      throw new RequestInvalid(where + key + " must be a string");
    }
    return json.text();
  }

  static void require(JsonReader json, JsonToken token, String where, String otherwise)
      throws RequestInvalid {
    if (json.token() != token) {
      throw new RequestInvalid(where + otherwise);
    }
  }
}
