package dev.martello.runtime.evaluation.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** One array in NumPy's format (.npy, NEP 1), C order, little-endian numbers. */
final class NumpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([<|][a-z][0-9])', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), \\}\\s*");

  private final int[] shape;
  private final double[] values;
  private final byte[] raw;

  private NumpyArray(int[] shape, double[] values, byte[] raw) {
    this.shape = shape;
    this.values = values;
    this.raw = raw;
  }

  static NumpyArray read(byte[] bytes, String where) throws DataRefused {
    try {
      return parse(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), where);
    } catch (BufferUnderflowException | ArithmeticException | NumberFormatException e) {
      throw new DataRefused(where + " is cut short: write it again with numpy.save", e);
    }
  }

  private static NumpyArray parse(ByteBuffer in, String where) throws DataRefused {
    var magic = new byte[MAGIC.length];
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new DataRefused(where + " is no NumPy array: write it with numpy.save");
    }
    int major = in.get();
    in.get();
    var header = new byte[major == 1 ? Short.toUnsignedInt(in.getShort()) : in.getInt()];
    in.get(header);
    var matched = HEADER.matcher(new String(header, StandardCharsets.UTF_8));
    if (!matched.matches()) {
      throw new DataRefused(
          where
              + " holds no plain numbers in C order: use numpy.ascontiguousarray and a number type");
    }
    int[] shape =
        Arrays.stream(matched.group(2).split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    var raw = new byte[in.remaining()];
    in.get(raw);
    var data = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
    var values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = number(data, matched.group(1).substring(1), where);
    }
    return new NumpyArray(shape, values, raw);
  }

  private static double number(ByteBuffer data, String type, String where) throws DataRefused {
    return switch (type) {
      case "f4" -> data.getFloat();
      case "f8" -> data.getDouble();
      case "i8" -> data.getLong();
      case "i4" -> data.getInt();
      case "i2" -> data.getShort();
      case "i1" -> data.get();
      case "u1", "b1" -> Byte.toUnsignedInt(data.get());
      default ->
          throw new DataRefused(
              "%s holds %s: convert it to float32, int32 or int64".formatted(where, type));
    };
  }

  int rows() {
    return shape.length == 0 ? 1 : shape[0];
  }

  double[] values() {
    return values;
  }

  Feature feature(String name) {
    return new Feature(
        name, Arrays.copyOfRange(shape, Math.min(1, shape.length), shape.length), values);
  }

  byte[] row(int row) {
    int length = raw.length / Math.max(1, rows());
    return Arrays.copyOfRange(raw, row * length, (row + 1) * length);
  }
}
