package dev.martello.runtime.tensor;

import dev.martello.runtime.json.JsonReader;
import dev.martello.runtime.json.JsonRefused;
import dev.martello.runtime.json.JsonToken;
import java.util.Arrays;

/**
 * Reads a tensor's {@code data} array: flat in row-major order, or nested exactly as the shape
 * says. The reader stands at the opening bracket and afterwards at the closing one.
 */
public final class NestedData {
  private NestedData() {}

  public static void read(JsonReader json, TensorData into, long[] shape, int elements)
      throws JsonRefused, ElementRefused {
    if (json.token() != JsonToken.ARRAY) {
      throw new ElementRefused("data must be an array");
    }
    JsonToken first = json.next();
    if (first == JsonToken.ARRAY) {
      readLevel(json, into, shape, 0);
    } else {
      readFlat(json, into, elements);
    }
    if (into.count() != elements) {
      throw new ElementRefused(
          "shape "
              + Arrays.toString(shape)
              + " asks for "
              + elements
              + " elements, data has "
              + into.count());
    }
  }

  private static void readFlat(JsonReader json, TensorData into, int elements)
      throws JsonRefused, ElementRefused {
    while (json.token() != JsonToken.END_ARRAY) {
      if (into.count() == elements) {
        throw new ElementRefused("data has more than the " + elements + " elements of the shape");
      }
      if (json.token() == JsonToken.ARRAY) {
        throw new ElementRefused("data must be either flat or nested as the shape, not both");
      }
      add(json, into);
      json.next();
    }
  }

  /** The reader stands at the first token inside of the array of this level. */
  private static void readLevel(JsonReader json, TensorData into, long[] shape, int level)
      throws JsonRefused, ElementRefused {
    long length = 0;
    boolean innermost = level == shape.length - 1;
    while (json.token() != JsonToken.END_ARRAY) {
      boolean nested = json.token() == JsonToken.ARRAY;
      if (level >= shape.length || length == shape[level] || nested == innermost) {
        throw notTheShape(shape);
      }
      if (innermost) {
        add(json, into);
      } else {
        json.next();
        readLevel(json, into, shape, level + 1);
      }
      length++;
      json.next();
    }
    if (level < shape.length && length != shape[level]) {
      throw notTheShape(shape);
    }
  }

  private static void add(JsonReader json, TensorData into) throws ElementRefused {
    try {
      into.add(json);
    } catch (ElementRefused e) {
      throw new ElementRefused("element " + into.count() + ": " + e.getMessage());
    }
  }

  private static ElementRefused notTheShape(long[] shape) {
    return new ElementRefused("data is nested, but not as the shape " + Arrays.toString(shape));
  }
}
