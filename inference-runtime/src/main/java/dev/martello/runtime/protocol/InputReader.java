package dev.martello.runtime.protocol;

import dev.martello.runtime.json.JsonReader;
import dev.martello.runtime.json.JsonRefused;
import dev.martello.runtime.json.JsonToken;
import dev.martello.runtime.model.ModelTensor;
import dev.martello.runtime.tensor.BinaryElements;
import dev.martello.runtime.tensor.ElementRefused;
import dev.martello.runtime.tensor.NestedData;
import dev.martello.runtime.tensor.TensorData;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one element of a request's {@code inputs}. Keys may come in any order; if the data comes
 * before what says how to read it, it is skipped and read again from its place in the body.
 */
final class InputReader {
  private static final List<String> KEYS =
      List.of("data", "datatype", "name", "parameters", "shape");
  private static final int MOST_DIMENSIONS = 16;

  private final Map<String, ModelTensor> model;
  private final InferBody body;
  private final Arena arena;
  private Optional<String> name = Optional.empty();
  private Optional<String> datatype = Optional.empty();
  private Optional<long[]> shape = Optional.empty();
  private Optional<TensorData> data = Optional.empty();
  private Parameters parameters = Parameters.NONE;
  private int dataOffset = -1;

  InputReader(Map<String, ModelTensor> model, InferBody body, Arena arena) {
    this.model = model;
    this.body = body;
    this.arena = arena;
  }

  /** The parser stands at the object's opening brace and afterwards at its closing one. */
  void read(JsonReader json, int index) throws JsonRefused, RequestInvalid {
    String where = "inputs[" + index + "]";
    RequestJson.require(json, JsonToken.OBJECT, where, " must be an object");
    Set<String> seen = new HashSet<>();
    String key;
    while ((key = RequestJson.nextKey(json, KEYS, seen, where)) != null) {
      switch (key) {
        case "name" -> name = Optional.of(RequestJson.text(json, where, ".name"));
        case "datatype" -> datatype = Optional.of(RequestJson.text(json, where, ".datatype"));
        case "shape" -> shape = Optional.of(readShape(json, where));
        case "data" -> readOrPassData(json, where);
        default -> parameters = Parameters.read(json, where + ".");
      }
    }
    DeclaredInput declared = declared(where);
    if (parameters.binaryDataSize().isPresent()) {
      data = Optional.of(readBinary(declared, parameters.binaryDataSize().getAsLong()));
    } else if (data.isEmpty()) {
      data = Optional.of(readPassedData(declared));
    }
  }

  String name() {
    return name.orElseThrow();
  }

  TensorData data() {
    return data.orElseThrow();
  }

  private void readOrPassData(JsonReader json, String where) throws JsonRefused, RequestInvalid {
    RequestJson.require(json, JsonToken.ARRAY, where, ".data must be an array");
    dataOffset = json.offset();
    if (name.isPresent() && datatype.isPresent() && shape.isPresent()) {
      data = Optional.of(readJson(json, declared(where)));
    } else {
      json.skipChildren();
    }
  }

  private TensorData readPassedData(DeclaredInput declared) throws JsonRefused, RequestInvalid {
    if (dataOffset < 0) {
      throw new RequestInvalid(
          declared.named() + ": data is missing, and so is parameters.binary_data_size");
    }
    JsonReader again = new JsonReader(body.bytes(), dataOffset, body.jsonLength() - dataOffset);
    again.next();
    return readJson(again, declared);
  }

  private DeclaredInput declared(String where) throws RequestInvalid {
    if (name.isEmpty() || datatype.isEmpty() || shape.isEmpty()) {
      String named = name.map(given -> "input '" + given + "'").orElse(where);
      throw new RequestInvalid(named + ": name, datatype and shape must all be given");
    }
    return new DeclaredInput(name.get(), datatype.get(), shape.get());
  }

  /** An element takes two bytes of JSON at least, with what parts it from the next. */
  private TensorData readJson(JsonReader json, DeclaredInput declared)
      throws JsonRefused, RequestInvalid {
    TensorData into = declared.allocate(model, body.jsonLength() / 2 + 1L, arena);
    try {
      NestedData.read(json, into, declared.shape(), into.capacity());
      return into;
    } catch (ElementRefused e) {
      throw new RequestInvalid(declared.named() + ": " + e.getMessage());
    }
  }

  private TensorData readBinary(DeclaredInput declared, long size) throws RequestInvalid {
    if (dataOffset >= 0) {
      throw new RequestInvalid(
          declared.named() + ": has data and binary_data_size; one of them must go");
    }
    ByteBuffer raw = body.take(size, declared.named());
    TensorData into = declared.allocate(model, size, arena);
    try {
      BinaryElements.read(raw, into);
      return into;
    } catch (ElementRefused e) {
      throw new RequestInvalid(declared.named() + ": " + e.getMessage());
    }
  }

  private static long[] readShape(JsonReader json, String where)
      throws JsonRefused, RequestInvalid {
    String what = ".shape must be an array of up to 16 whole numbers from 0";
    RequestJson.require(json, JsonToken.ARRAY, where, what);
    long[] lengths = new long[MOST_DIMENSIONS];
    int rank = 0;
    while (json.next() != JsonToken.END_ARRAY) {
      RequestJson.require(json, JsonToken.INTEGER, where, what);
      if (rank == MOST_DIMENSIONS || !json.fitsLong() || json.integer() < 0) {
        throw new RequestInvalid(where + what);
      }
      lengths[rank++] = json.integer();
    }
    return Arrays.copyOf(lengths, rank);
  }
}
