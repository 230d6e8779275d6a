package dev.martello.runtime.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A JSON object of which every key must be asked for: what nobody asked for is unknown and refused,
 * as are duplicate keys and anything after the end.
 */
final class StrictObject {
  private final JsonNode node;
  private final String where;
  private final Set<String> asked = new LinkedHashSet<>();

  private StrictObject(JsonNode node, String where) throws SettingsRefused {
    if (!node.isObject()) {
      throw new SettingsRefused(where + ": must be a JSON object.");
    }
    this.node = node;
    this.where = where;
  }

  static StrictObject parse(byte[] json, String file) throws SettingsRefused {
    try {
      return new StrictObject(SettingsJson.read(json), file + ":");
    } catch (IOException e) {
      throw new SettingsRefused(file + ": is not well-formed JSON without duplicate keys.");
    }
  }

  StrictObject object(String key) throws SettingsRefused {
    return new StrictObject(required(key), at(key));
  }

  List<StrictObject> objects(String key) throws SettingsRefused {
    List<StrictObject> objects = new ArrayList<>();
    for (JsonNode element : array(key)) {
      objects.add(new StrictObject(element, at(key) + "[" + objects.size() + "]"));
    }
    return List.copyOf(objects);
  }

  /** Empty if it is absent. */
  List<StrictObject> optionalObjects(String key) throws SettingsRefused {
    asked.add(key);
    return node.has(key) ? objects(key) : List.of();
  }

  List<String> texts(String key) throws SettingsRefused {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(key)) {
      texts.add(text(element, at(key) + "[" + texts.size() + "]"));
    }
    return List.copyOf(texts);
  }

  /** Empty if it is absent. */
  List<String> optionalTexts(String key) throws SettingsRefused {
    asked.add(key);
    return node.has(key) ? texts(key) : List.of();
  }

  String text(String key) throws SettingsRefused {
    return text(required(key), at(key));
  }

  Optional<String> optionalText(String key) throws SettingsRefused {
    asked.add(key);
    JsonNode value = node.get(key);
    return value == null ? Optional.empty() : Optional.of(text(value, at(key)));
  }

  Optional<StrictObject> optionalObject(String key) throws SettingsRefused {
    asked.add(key);
    return node.has(key) ? Optional.of(object(key)) : Optional.empty();
  }

  /** A number, written as one or as a string, so that it stays what a person wrote. */
  OptionalDouble optionalDecimal(String key) throws SettingsRefused {
    asked.add(key);
    JsonNode value = node.get(key);
    if (value == null) {
      return OptionalDouble.empty();
    }
    if (!value.asText().matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
      throw new SettingsRefused(at(key) + ": must be a decimal number.");
    }
    return OptionalDouble.of(Double.parseDouble(value.asText()));
  }

  int integer(String key, int least, int most) throws SettingsRefused {
    JsonNode value = required(key);
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw new SettingsRefused(
          at(key) + ": must be a whole number from " + least + " to " + most + ".");
    }
    return value.intValue();
  }

  OptionalInt optionalInteger(String key, int least, int most) throws SettingsRefused {
    asked.add(key);
    return node.has(key) ? OptionalInt.of(integer(key, least, most)) : OptionalInt.empty();
  }

  /** False where it is absent. */
  boolean optionalFlag(String key) throws SettingsRefused {
    asked.add(key);
    return node.has(key) && flag(key);
  }

  boolean flag(String key) throws SettingsRefused {
    JsonNode value = required(key);
    if (!value.isBoolean()) {
      throw new SettingsRefused(at(key) + ": must be true or false.");
    }
    return value.booleanValue();
  }

  /** To be called last: refuses every key that was not asked for. */
  void noOtherKeys() throws SettingsRefused {
    for (String key : (Iterable<String>) node::fieldNames) {
      if (!asked.contains(key)) {
        throw new SettingsRefused(at(key) + ": unknown key; known here: " + asked + ".");
      }
    }
  }

  String at(String key) {
    return where.endsWith(":") ? where + " " + key : where + "." + key;
  }

  private JsonNode array(String key) throws SettingsRefused {
    JsonNode value = required(key);
    if (!value.isArray()) {
      throw new SettingsRefused(at(key) + ": must be a list.");
    }
    return value;
  }

  private JsonNode required(String key) throws SettingsRefused {
    asked.add(key);
    JsonNode value = node.get(key);
    if (value == null) {
      throw new SettingsRefused(at(key) + ": is missing.");
    }
    return value;
  }

  private static String text(JsonNode value, String where) throws SettingsRefused {
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new SettingsRefused(where + ": must be a string that is not blank.");
    }
    return value.textValue();
  }
}
