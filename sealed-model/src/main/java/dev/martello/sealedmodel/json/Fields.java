package dev.martello.sealedmodel.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.martello.sealedmodel.ModelRefused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, each read by name and kind; {@link #nothingElse} ends the reading.
 */
public final class Fields {
  private static final int SHOWN = 60;

  private final Document document;
  private final String path;
  private final JsonNode node;
  private final boolean showsValues;
  private final Set<String> read = new HashSet<>();

  /**
   * The fields of a node.
   *
   * @param path of the object in the document, with a dot at its end; empty at the top
   * @param showsValues whether a message may quote a value
   */
  Fields(Document document, String path, @Nullable JsonNode node, boolean showsValues)
      throws ModelRefused {
    if (node == null || !node.isObject()) {
      String what = path.isEmpty() ? "it" : path.substring(0, path.length() - 1);
      throw document.refusal(what + " must be a JSON object");
    }
    this.document = document;
    this.path = path;
    this.node = node;
    this.showsValues = showsValues;
  }

  public String text(String field) throws ModelRefused {
    JsonNode value = required(field);
    if (!value.isTextual()) {
      throw wrong(field, "must be a string", value);
    }
    return value.textValue();
  }

  /** The text of a field that may have only this value. */
  public void constant(String field, String only) throws ModelRefused {
    String value = text(field);
    if (!value.equals(only)) {
      throw wrong(field, "must be \"" + only + "\"", required(field));
    }
  }

  /** A field that may be absent, null or an empty string, and says nothing. */
  public void emptyIfThere(String field) throws ModelRefused {
    JsonNode value = node.has(field) ? required(field) : null;
    if (value != null && !value.isNull() && !(value.isTextual() && value.textValue().isEmpty())) {
      throw wrong(field, "must be empty", value);
    }
  }

  public long integer(String field) throws ModelRefused {
    JsonNode value = required(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(field, "must be a whole number of 64 bits", value);
    }
    return value.longValue();
  }

  public int smallInteger(String field) throws ModelRefused {
    long value = integer(field);
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
      throw wrong(field, "must be a whole number of 32 bits", required(field));
    }
    return (int) value;
  }

  public double number(String field) throws ModelRefused {
    JsonNode value = required(field);
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(field, "must be a finite number", value);
    }
    return value.doubleValue();
  }

  public boolean flag(String field) throws ModelRefused {
    JsonNode value = required(field);
    if (!value.isBoolean()) {
      throw wrong(field, "must be true or false", value);
    }
    return value.booleanValue();
  }

  public Fields object(String field) throws ModelRefused {
    return new Fields(document, path + field + ".", required(field), showsValues);
  }

  public Optional<Fields> optionalObject(String field) throws ModelRefused {
    return has(field) ? Optional.of(object(field)) : Optional.empty();
  }

  public List<JsonNode> list(String field) throws ModelRefused {
    JsonNode value = required(field);
    if (!value.isArray()) {
      throw wrong(field, "must be a list", value);
    }
    List<JsonNode> items = new ArrayList<>();
    value.forEach(items::add);
    return items;
  }

  public List<Fields> objects(String field) throws ModelRefused {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode item : list(field)) {
      objects.add(
          new Fields(document, path + field + "[" + objects.size() + "].", item, showsValues));
    }
    return objects;
  }

  public List<Long> integers(String field) throws ModelRefused {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode item : list(field)) {
      if (!item.isIntegralNumber() || !item.canConvertToLong()) {
        throw wrong(field, "must hold whole numbers of 64 bits only", item);
      }
      numbers.add(item.longValue());
    }
    return numbers;
  }

  /** The names of all fields, in the document's order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public boolean has(String field) {
    return node.has(field);
  }

  /** The object as it is, for what we only carry. */
  public JsonNode node() {
    return node;
  }

  /**
   * Ends the reading.
   *
   * @throws ModelRefused if the object has a field that was not asked for
   */
  public void nothingElse() throws ModelRefused {
    for (String name : names()) {
      if (!read.contains(name)) {
        throw document.refusal("field '" + path + shown(name) + "' is not known here");
      }
    }
  }

  /** Makes a value whose own rules may throw IllegalArgumentException, which becomes a refusal. */
  public <T> T checked(Supplier<T> value) throws ModelRefused {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage() == null ? "is not valid" : e.getMessage());
    }
  }

  /** A refusal that names this object. */
  public ModelRefused refusal(String what) {
    return document.refusal(
        path.isEmpty() ? what : path.substring(0, path.length() - 1) + ": " + what);
  }

  private JsonNode required(String field) throws ModelRefused {
    read.add(field);
    JsonNode value = node.get(field);
    if (value == null) {
      throw document.refusal("field '" + path + field + "' is missing");
    }
    return value;
  }

  private ModelRefused wrong(String field, String rule, JsonNode value) {
    return document.refusal(
        "field '"
            + path
            + field
            + "' "
            + rule
            + (showsValues ? ", is " + shown(value.toString()) : ""));
  }

  private static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
