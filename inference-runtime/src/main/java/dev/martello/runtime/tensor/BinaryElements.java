package dev.martello.runtime.tensor;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements as bytes, as the protocol's binary tensor extension and the raw contents of its gRPC
 * messages have them: row-major, little-endian; a BOOL in one byte; BYTES each with its length in
 * four bytes before it.
 */
public final class BinaryElements {
  private BinaryElements() {}

  /**
   * Takes the whole of {@code raw} as the elements of {@code into}.
   *
   * @throws ElementRefused if they are not as many as it has room for, or not of its type
   */
  public static void read(ByteBuffer raw, TensorData into) throws ElementRefused {
    if (into.datatype() == Datatype.BYTES) {
      readStrings(raw.order(ByteOrder.LITTLE_ENDIAN), into);
      return;
    }
    if (raw.remaining() != into.room()) {
      throw new ElementRefused(
          "its shape and datatype ask for " + into.room() + " bytes, there are " + raw.remaining());
    }
    if (into.datatype() == Datatype.BOOL) {
      for (int i = raw.position(); i < raw.limit(); i++) {
        if ((raw.get(i) & ~1) != 0) {
          throw new ElementRefused("element " + (i - raw.position()) + ": a BOOL must be 0 or 1");
        }
      }
    }
    into.addNumbers(raw);
  }

  private static void readStrings(ByteBuffer raw, TensorData into) throws ElementRefused {
    try {
      for (int i = 0; into.room() > 0; i++) {
        int length = raw.getInt();
        if (length < 0 || length > raw.remaining()) {
          throw new ElementRefused("element " + i + " is longer than what there is");
        }
        into.addString(text(raw.slice(raw.position(), length), i));
        raw.position(raw.position() + length);
      }
    } catch (BufferUnderflowException e) {
      throw new ElementRefused("there are fewer elements than its shape asks for");
    }
    if (raw.hasRemaining()) {
      throw new ElementRefused("there are more elements than its shape asks for");
    }
  }

  /** ONNX has strings of UTF-8 where the protocol has bytes of any kind. */
  static String text(ByteBuffer utf8, int element) throws ElementRefused {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(utf8);
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new ElementRefused("element " + element + " is not UTF-8, as ONNX's strings are");
    }
  }

  public static byte[] write(OutputTensor output) {
    if (output.datatype() != Datatype.BYTES) {
      ByteBuffer numbers = output.numbers();
      byte[] raw = new byte[numbers.remaining()];
      numbers.get(raw);
      return raw;
    }
    List<byte[]> elements = new ArrayList<>();
    int size = 0;
    for (String each : output.strings()) {
      byte[] utf8 = each.getBytes(StandardCharsets.UTF_8);
      elements.add(utf8);
      size = Math.addExact(size, Math.addExact(Integer.BYTES, utf8.length));
    }
    ByteBuffer raw = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elements.forEach(utf8 -> raw.putInt(utf8.length).put(utf8));
    return raw.array();
  }
}
