package dev.martello.runtime.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A model of one Cast node, from signed integers to unsigned ones of the same width. */
final class CastModel {
  static final String INPUT = "x";

  /** As onnx.proto3 numbers the element types of TensorProto.DataType. */
  private enum Cast {
    UINT16(5, 4),
    UINT32(6, 12),
    UINT64(7, 13);

    private final int from;
    private final int to;

    Cast(int from, int to) {
      this.from = from;
      this.to = to;
    }
  }

  private CastModel() {}

  /** A ModelProto (onnx.proto3), IR version 8, opset 17. */
  static byte[] toUnsigned(Datatype datatype) {
    Cast cast = Cast.valueOf(datatype.name());
    byte[] attribute = join(text(1, "to"), number(3, cast.to), number(20, 2));
    byte[] node = join(text(1, INPUT), text(2, "y"), text(4, "Cast"), message(5, attribute));
    byte[] graph =
        join(
            message(1, node),
            text(2, "cast"),
            message(11, tensor(INPUT, cast.from)),
            message(12, tensor("y", cast.to)));
    return join(number(1, 8), message(7, graph), message(8, number(2, 17)));
  }

  /** A ValueInfoProto without a shape: any. */
  private static byte[] tensor(String name, int elementType) {
    return join(text(1, name), message(2, message(1, number(1, elementType))));
  }

  private static byte[] text(int field, String value) {
    return message(field, value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Of field numbers below 16 and lengths below 128, all of which take one byte. */
  private static byte[] message(int field, byte[] value) {
    return join(new byte[] {(byte) (field << 3 | 2), (byte) value.length}, value);
  }

  private static byte[] number(int field, int value) {
    return field < 16
        ? new byte[] {(byte) (field << 3), (byte) value}
        : new byte[] {(byte) (field << 3 | 0x80), (byte) (field >> 4), (byte) value};
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
