package dev.martello.runtime.tensor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads a tensor's {@code data} array: flat in row-major order, or nested exactly as the shape
 * says. The parser stands at the opening bracket and afterwards at the closing one.
 */
public final class NestedData {
  private NestedData() {}

  public static void read(JsonParser parser, TensorData into, long[] shape, int elements)
      throws IOException, ElementRefused {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new ElementRefused("data must be an array");
    }
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_ARRAY) {
      readLevel(parser, into, shape, 0);
    } else {
      readFlat(parser, into, elements);
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

  private static void readFlat(JsonParser parser, TensorData into, int elements)
      throws IOException, ElementRefused {
    while (parser.currentToken() != JsonToken.END_ARRAY) {
      if (into.count() == elements) {
        throw new ElementRefused("data has more than the " + elements + " elements of the shape");
      }
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        throw new ElementRefused("data must be either flat or nested as the shape, not both");
      }
      add(parser, into);
      parser.nextToken();
    }
  }

  /** The parser stands at the first token inside of the array of this level. */
  private static void readLevel(JsonParser parser, TensorData into, long[] shape, int level)
      throws IOException, ElementRefused {
    long length = 0;
    boolean innermost = level == shape.length - 1;
    while (parser.currentToken() != JsonToken.END_ARRAY) {
      boolean nested = parser.currentToken() == JsonToken.START_ARRAY;
      if (level >= shape.length || length == shape[level] || nested == innermost) {
        throw notTheShape(shape);
      }
      if (innermost) {
        add(parser, into);
      } else {
        parser.nextToken();
        readLevel(parser, into, shape, level + 1);
      }
      length++;
      parser.nextToken();
    }
    if (level < shape.length && length != shape[level]) {
      throw notTheShape(shape);
    }
  }

  private static void add(JsonParser parser, TensorData into) throws IOException, ElementRefused {
    try {
      into.add(parser);
    } catch (ElementRefused e) {
      throw new ElementRefused("element " + into.count() + ": " + e.getMessage());
    }
  }

  private static ElementRefused notTheShape(long[] shape) {
    return new ElementRefused("data is nested, but not as the shape " + Arrays.toString(shape));
  }
}
