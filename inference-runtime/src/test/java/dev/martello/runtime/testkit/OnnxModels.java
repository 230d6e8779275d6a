package dev.martello.runtime.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Small ONNX models, written field by field as onnx.proto3 numbers them. */
public final class OnnxModels {
  public static final int FLOAT = 1;
  public static final int UINT8 = 2;
  public static final int INT8 = 3;
  public static final int UINT16 = 4;
  public static final int INT16 = 5;
  public static final int INT32 = 6;
  public static final int INT64 = 7;
  public static final int STRING = 8;
  public static final int BOOL = 9;
  public static final int FLOAT16 = 10;
  public static final int DOUBLE = 11;

  private OnnxModels() {}

  /** {@code y = x · W + b}: x is [any, 3], W is {{1, 2}, {3, 4}, {5, 6}}, b is {0.5, -0.5}. */
  public static byte[] linear() {
    return model(
        17,
        new Message()
            .message(1, node("MatMul", List.of("x", "W"), List.of("xw")))
            .message(1, node("Add", List.of("xw", "b"), List.of("y")))
            .text(2, "linear")
            .message(5, floats("W", List.of(3L, 2L), 1, 2, 3, 4, 5, 6))
            .message(5, floats("b", List.of(2L), 0.5f, -0.5f))
            .message(11, tensor("x", FLOAT, -1, 3))
            .message(12, tensor("y", FLOAT, -1, 2)));
  }

  /** {@code y = x · W} with so many columns: most of a run is reading W, however many rows. */
  public static byte[] wide(int columns) {
    float[] weights = new float[columns * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i % 7 - 3) / 8f;
    }
    return model(
        17,
        new Message()
            .message(1, node("MatMul", List.of("x", "W"), List.of("y")))
            .text(2, "wide")
            .message(5, floats("W", List.of((long) columns, (long) columns), weights))
            .message(11, tensor("x", FLOAT, -1, columns))
            .message(12, tensor("y", FLOAT, -1, columns)));
  }

  /** {@code y = x}, both of one element type and shape. */
  public static byte[] identity(int elementType, long... shape) {
    return node("Identity", elementType, elementType, shape);
  }

  /** {@code y = operator(x)} of one shape. */
  public static byte[] node(String operator, int from, int to, long... shape) {
    return model(
        17,
        new Message()
            .message(1, node(operator, List.of("x"), List.of("y")))
            .text(2, operator)
            .message(11, tensor("x", from, shape))
            .message(12, tensor("y", to, shape)));
  }

  /** {@code y = cast(x)} to another element type. */
  public static byte[] cast(int from, int to, long... shape) {
    Message toAttribute = new Message().text(1, "to").number(3, to).number(20, 2);
    return model(
        17,
        new Message()
            .message(1, node("Cast", List.of("x"), List.of("y")).message(5, toAttribute))
            .text(2, "cast")
            .message(11, tensor("x", from, shape))
            .message(12, tensor("y", to, shape)));
  }

  /** Two inputs, two outputs: {@code sum = a + b}, {@code copy = a}. */
  public static byte[] twoOutputs() {
    return model(
        17,
        new Message()
            .message(1, node("Add", List.of("a", "b"), List.of("sum")))
            .message(1, node("Identity", List.of("a"), List.of("copy")))
            .text(2, "two")
            .message(11, tensor("a", INT64, 2))
            .message(11, tensor("b", INT64, 2))
            .message(12, tensor("sum", INT64, 2))
            .message(12, tensor("copy", INT64, 2)));
  }

  /** Picks rows of a table of 3: an index from 3 on is an error that only shows when it runs. */
  public static byte[] gather() {
    return model(
        17,
        new Message()
            .message(1, node("Gather", List.of("table", "x"), List.of("y")))
            .text(2, "gather")
            .message(5, floats("table", List.of(3L), 10, 20, 30))
            .message(11, tensor("x", INT64, -1))
            .message(12, tensor("y", FLOAT, -1)));
  }

  /** Picks from a table of so many random numbers, which ONNX Runtime keeps as they are. */
  public static byte[] table(int length) {
    float[] values = new float[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat();
    }
    return model(
        17,
        new Message()
            .message(1, node("Gather", List.of("table", "x"), List.of("y")))
            .text(2, "table")
            .message(5, floats("table", List.of((long) length), values))
            .message(11, tensor("x", INT64, -1))
            .message(12, tensor("y", FLOAT, -1)));
  }

  /** {@code y = x · W} where x must have 3 elements, but says that it takes any number. */
  public static byte[] vector() {
    return model(
        17,
        new Message()
            .message(1, node("MatMul", List.of("x", "W"), List.of("y")))
            .text(2, "vector")
            .message(5, floats("W", List.of(3L, 2L), 1, 2, 3, 4, 5, 6))
            .message(11, tensor("x", FLOAT, -1))
            .message(12, tensor("y", FLOAT, 2)));
  }

  /**
   * {@code p = ZipMap(x)}, x is [any, 3]: for each row a map of labels, which are strings or else
   * 7, 3 and 5, as skl2onnx makes it of a classifier.
   */
  public static byte[] zipMap(String... labels) {
    Message attribute;
    if (labels.length == 0) {
      attribute = new Message().text(1, "classlabels_int64s");
      List.of(7, 3, 5).forEach(label -> attribute.number(8, label));
      attribute.number(20, 7);
    } else {
      attribute = new Message().text(1, "classlabels_strings");
      List.of(labels).forEach(label -> attribute.text(9, label));
      attribute.number(20, 8);
    }
    Message value = new Message().message(1, new Message().number(1, FLOAT));
    Message map =
        new Message()
            .message(
                5, new Message().number(1, labels.length == 0 ? INT64 : STRING).message(2, value));
    Message type = new Message().message(4, new Message().message(1, map));
    Message zipMap =
        node("ZipMap", List.of("x"), List.of("p")).message(5, attribute).text(7, "ai.onnx.ml");
    return new Message()
        .number(1, 8)
        .message(
            7,
            new Message()
                .message(1, zipMap)
                .text(2, "zipmap")
                .message(11, tensor("x", FLOAT, -1, 3))
                .message(12, new Message().text(1, "p").message(2, type)))
        .message(8, new Message().text(1, "").number(2, 17))
        .message(8, new Message().text(1, "ai.onnx.ml").number(2, 1))
        .bytes();
  }

  /** An output that is a sequence of tensors. */
  public static byte[] sequence() {
    Message tensorType = new Message().number(1, FLOAT);
    Message elementType = new Message().message(1, tensorType);
    Message type = new Message().message(4, new Message().message(1, elementType));
    return model(
        17,
        new Message()
            .message(1, node("SequenceConstruct", List.of("x"), List.of("probabilities")))
            .text(2, "sequence")
            .message(11, tensor("x", FLOAT, 2))
            .message(12, new Message().text(1, "probabilities").message(2, type)));
  }

  /** Weights in another file, which would be read from wherever the process runs. */
  public static byte[] external() {
    Message weights =
        new Message()
            .number(1, 2)
            .number(2, FLOAT)
            .text(8, "b")
            .message(13, new Message().text(1, "location").text(2, "key/martello.key"))
            .number(14, 1);
    return model(
        17,
        new Message()
            .message(1, node("Add", List.of("x", "b"), List.of("y")))
            .text(2, "external")
            .message(5, weights)
            .message(11, tensor("x", FLOAT, 2))
            .message(12, tensor("y", FLOAT, 2)));
  }

  private static byte[] model(int opset, Message graph) {
    return new Message()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, opset))
        .bytes();
  }

  private static Message node(String operator, List<String> inputs, List<String> outputs) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    outputs.forEach(output -> node.text(2, output));
    return node.text(4, operator);
  }

  private static Message floats(String name, List<Long> shape, float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    Message tensor = new Message();
    shape.forEach(length -> tensor.number(1, length));
    return tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array());
  }

  private static Message tensor(String name, int elementType, long... shape) {
    Message dimensions = new Message();
    for (long length : shape) {
      dimensions.message(
          1, length < 0 ? new Message().text(2, "n") : new Message().number(1, length));
    }
    Message tensorType = new Message().number(1, elementType).message(2, dimensions);
    return new Message().text(1, name).message(2, new Message().message(1, tensorType));
  }

  /** One message in the Protocol Buffers wire format. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
