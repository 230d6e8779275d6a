package dev.martello.runtime.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.tensor.ElementRefused;
import dev.martello.runtime.tensor.NestedData;
import dev.martello.runtime.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads one element of a request's {@code inputs}. Keys may come in any order; if the data comes
 * before what says how to read it, it is skipped and read again from its place in the body.
 */
final class InputReader {
  private static final Set<String> KEYS =
      new TreeSet<>(List.of("name", "shape", "datatype", "parameters", "data"));
  private static final int MOST_DIMENSIONS = 16;

  private final Map<String, ModelTensor> model;
  private final byte[] body;
  private final int bodyLength;
  private final Arena arena;
  private Optional<String> name = Optional.empty();
  private Optional<String> datatype = Optional.empty();
  private Optional<long[]> shape = Optional.empty();
  private Optional<TensorData> data = Optional.empty();
  private long dataOffset = -1;

  InputReader(Map<String, ModelTensor> model, byte[] body, int bodyLength, Arena arena) {
    this.model = model;
    this.body = body;
    this.bodyLength = bodyLength;
    this.arena = arena;
  }

  /** The parser stands at the object's opening brace and afterwards at its closing one. */
  void read(JsonParser json, int index) throws IOException, RequestInvalid {
    String where = "inputs[" + index + "]";
    RequestJson.require(json, JsonToken.START_OBJECT, where + " must be an object");
    Set<String> seen = new HashSet<>();
    String key;
    while ((key = RequestJson.nextKey(json, KEYS, seen, where)) != null) {
      switch (key) {
        case "name" -> name = Optional.of(RequestJson.text(json, where + ".name"));
        case "datatype" -> datatype = Optional.of(RequestJson.text(json, where + ".datatype"));
        case "shape" -> shape = Optional.of(readShape(json, where));
        case "data" -> readOrPassData(json, where);
        default -> json.skipChildren(); // parameters: none is known here, and all are optional
      }
    }
    if (data.isEmpty()) {
      requireComplete(where);
      try (JsonParser again =
          RequestJson.FACTORY.createParser(body, (int) dataOffset, bodyLength - (int) dataOffset)) {
        again.nextToken();
        data = Optional.of(readData(again));
      }
    }
  }

  String name() {
    return name.orElseThrow();
  }

  TensorData data() {
    return data.orElseThrow();
  }

  private void readOrPassData(JsonParser json, String where) throws IOException, RequestInvalid {
    RequestJson.require(json, JsonToken.START_ARRAY, where + ".data must be an array");
    if (name.isPresent() && datatype.isPresent() && shape.isPresent()) {
      data = Optional.of(readData(json));
    } else {
      dataOffset = json.currentTokenLocation().getByteOffset();
      json.skipChildren();
    }
  }

  private void requireComplete(String where) throws RequestInvalid {
    String named = name.map(given -> "input '" + given + "'").orElse(where);
    if (name.isEmpty() || datatype.isEmpty() || shape.isEmpty()) {
      throw new RequestInvalid(named + ": name, datatype and shape must all be given");
    }
    if (dataOffset < 0) {
      throw new RequestInvalid(
          named
              + ": data is missing; tensors are sent as JSON, the binary extension is not offered");
    }
  }

  private TensorData readData(JsonParser json) throws IOException, RequestInvalid {
    String named = "input '" + name() + "'";
    ModelTensor expected = model.get(name());
    if (expected == null) {
      throw new RequestInvalid(named + " is not one of the model's: " + model.keySet());
    }
    if (!expected.datatype().name().equals(datatype.orElseThrow())) {
      throw new RequestInvalid(
          named + ": datatype must be " + expected.datatype() + ", is " + datatype.orElseThrow());
    }
    long[] given = shape.orElseThrow();
    if (!fits(given, expected.shape())) {
      throw new RequestInvalid(
          named
              + ": shape must be "
              + expected.shape()
              + " (-1: any length), is "
              + Arrays.toString(given));
    }
    int elements = elements(given, named);
    TensorData into = TensorData.allocate(expected.datatype(), given, elements, arena);
    try {
      NestedData.read(json, into, given, elements);
      return into;
    } catch (ElementRefused e) {
      throw new RequestInvalid(named + ": " + e.getMessage());
    }
  }

  private static long[] readShape(JsonParser json, String where)
      throws IOException, RequestInvalid {
    String what = where + ".shape must be an array of up to 16 whole numbers from 0";
    RequestJson.require(json, JsonToken.START_ARRAY, what);
    long[] lengths = new long[MOST_DIMENSIONS];
    int rank = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      RequestJson.require(json, JsonToken.VALUE_NUMBER_INT, what);
      if (rank == MOST_DIMENSIONS
          || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || json.getLongValue() < 0) {
        throw new RequestInvalid(what);
      }
      lengths[rank++] = json.getLongValue();
    }
    return Arrays.copyOf(lengths, rank);
  }

  private static boolean fits(long[] given, Collection<Long> expected) {
    if (given.length != expected.size()) {
      return false;
    }
    int i = 0;
    for (long length : expected) {
      if (length >= 0 && length != given[i]) {
        return false;
      }
      i++;
    }
    return true;
  }

  /** Bounded by the body: an element takes two bytes at least, with what parts it from the next. */
  private int elements(long[] lengths, String named) throws RequestInvalid {
    long elements = 1;
    for (long length : lengths) {
      elements = length == 0 || elements == 0 ? 0 : saturated(elements, length);
    }
    if (elements > bodyLength / 2 + 1) {
      throw new RequestInvalid(
          named
              + ": shape "
              + Arrays.toString(lengths)
              + " asks for more elements than the request can hold");
    }
    return (int) elements;
  }

  private static long saturated(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
