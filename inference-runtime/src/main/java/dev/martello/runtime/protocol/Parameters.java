package dev.martello.runtime.protocol;

import dev.martello.runtime.json.JsonReader;
import dev.martello.runtime.json.JsonRefused;
import dev.martello.runtime.json.JsonToken;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The {@code parameters} of a request, an input or an output. Those of the binary tensor extension
 * are known; those that would ask for another answer than the caller gets are refused; the rest is
 * optional by the protocol and passed over.
 *
 * @param binaryDataSize of an input
 * @param binary {@code binary_data} of an output, {@code binary_data_output} of a request
 */
record Parameters(OptionalLong binaryDataSize, Optional<Boolean> binary) {
  static final Parameters NONE = new Parameters(OptionalLong.empty(), Optional.empty());

  /** What other extensions of the protocol, not offered here, are asked for by. */
  private static final Set<String> REFUSED =
      Set.of(
          "classification",
          "shared_memory_region",
          "shared_memory_byte_size",
          "shared_memory_offset");

  static Parameters read(JsonReader json, String of) throws JsonRefused, RequestInvalid {
    RequestJson.require(json, JsonToken.OBJECT, of, "parameters must be an object");
    String where = of + "parameters";
    OptionalLong size = OptionalLong.empty();
    Optional<Boolean> binary = Optional.empty();
    Set<String> seen = new HashSet<>();
    while (json.next() != JsonToken.END_OBJECT) {
      String key = json.text();
      json.next();
      if (!seen.add(key)) {
        throw new RequestInvalid(where + ": key '" + key + "' is there twice");
      }
      if (REFUSED.contains(key)) {
        throw new RequestInvalid(where + ": '" + key + "' is of an extension not offered here");
      }
      switch (key) {
        case "binary_data_size" -> size = OptionalLong.of(size(json, where));
        case "binary_data", "binary_data_output" -> binary = Optional.of(flag(json, where, key));
        default -> json.skipChildren();
      }
    }
    return new Parameters(size, binary);
  }

  private static long size(JsonReader json, String where) throws JsonRefused, RequestInvalid {
    String what = where + ".binary_data_size must be a whole number from 0";
    if (json.token() != JsonToken.INTEGER || !json.fitsLong() || json.integer() < 0) {
      throw new RequestInvalid(what);
    }
    return json.integer();
  }

  private static boolean flag(JsonReader json, String where, String key) throws RequestInvalid {
    return switch (json.token()) {
      case TRUE -> true;
      case FALSE -> false;
      default -> throw new RequestInvalid(where + "." + key + " must be true or false");
    };
  }
}
