package dev.martello.runtime.tensor;

import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One output of a run, copied out of ONNX Runtime: its elements, row-major. */
public final class OutputTensor {
  private static final double CLOSE = 1e-5;

  private final Datatype datatype;
  private final long[] shape;
  private final ByteBuffer numbers;
  private final List<String> strings;
  private final List<Object> labels;

  private OutputTensor(
      Datatype datatype,
      long[] shape,
      ByteBuffer numbers,
      List<String> strings,
      List<Object> labels) {
    this.datatype = datatype;
    this.shape = shape;
    this.numbers = numbers;
    this.strings = strings;
    this.labels = labels;
  }

  /** Of whatever kind it is; empty if it is none that can be served. */
  public static Optional<OutputTensor> of(Datatype datatype, OnnxValue value) throws OrtException {
    if (value instanceof OnnxTensor tensor) {
      return Optional.of(of(datatype, tensor));
    }
    return value instanceof OnnxSequence maps && ClassMaps.are(maps.getInfo())
        ? Optional.of(ClassMaps.tensor(maps))
        : Optional.empty();
  }

  static OutputTensor labelled(long[] shape, ByteBuffer numbers, List<Object> labels) {
    return new OutputTensor(Datatype.FP32, shape, numbers, List.of(), labels);
  }

  private static OutputTensor of(Datatype datatype, OnnxTensor tensor) throws OrtException {
    long[] shape = tensor.getInfo().getShape();
    if (datatype == Datatype.BYTES) {
      List<String> strings = new ArrayList<>();
      flatten(tensor.getValue(), strings);
      return new OutputTensor(datatype, shape, ByteBuffer.allocate(0), strings, List.of());
    }
    return new OutputTensor(datatype, shape, tensor.getByteBuffer(), List.of(), List.of());
  }

  private static void flatten(Object value, List<String> into) {
    if (value instanceof Object[] array) {
      Arrays.stream(array).forEach(element -> flatten(element, into));
    } else {
      into.add((String) value);
    }
  }

  public Datatype datatype() {
    return datatype;
  }

  public long[] shape() {
    return shape.clone();
  }

  public int elements() {
    return datatype == Datatype.BYTES ? strings.size() : numbers.remaining() / datatype.bytes();
  }

  /** The columns' class labels, as a JSON list; empty if the columns have none. */
  public String labels() {
    return labels.isEmpty() ? "" : Labels.json(labels);
  }

  /** The length of the first dimension, -1 if there is none. */
  public long rows() {
    return shape.length == 0 ? -1 : shape[0];
  }

  /** Some of its rows, of which there must be so many. */
  public OutputTensor slice(int from, int count) {
    long[] part = shape.clone();
    part[0] = count;
    if (datatype == Datatype.BYTES) {
      int row = strings.size() / (int) shape[0];
      return new OutputTensor(
          datatype, part, numbers, strings.subList(from * row, (from + count) * row), labels);
    }
    int row = numbers.remaining() / (int) shape[0];
    ByteBuffer slice = numbers.slice(from * row, count * row).order(numbers.order());
    return new OutputTensor(datatype, part, slice, strings, labels);
  }

  /**
   * Whether the elements are the same but for what floating-point sums in another order differ by:
   * 1e-5 of the largest.
   */
  public boolean closeTo(OutputTensor other) {
    if (!Arrays.equals(shape, other.shape) || !strings.equals(other.strings)) {
      return false;
    }
    return switch (datatype) {
      case FP32 -> close(floats(numbers()), floats(other.numbers()));
      case FP64 -> close(doubles(numbers()), doubles(other.numbers()));
      default -> numbers.equals(other.numbers);
    };
  }

  private static double[] floats(ByteBuffer numbers) {
    double[] values = new double[numbers.remaining() / Float.BYTES];
    Arrays.setAll(values, i -> numbers.getFloat());
    return values;
  }

  private static double[] doubles(ByteBuffer numbers) {
    double[] values = new double[numbers.remaining() / Double.BYTES];
    Arrays.setAll(values, i -> numbers.getDouble());
    return values;
  }

  private static boolean close(double[] some, double[] others) {
    double largest = Arrays.stream(some).map(Math::abs).max().orElse(0);
    for (int i = 0; i < some.length; i++) {
      boolean same = Double.compare(some[i], others[i]) == 0;
      if (!same && !(Math.abs(some[i] - others[i]) <= CLOSE * largest)) {
        return false;
      }
    }
    return true;
  }

  /** The elements of an FP32 tensor. */
  public float[] floats() {
    float[] values = new float[numbers.remaining() / Float.BYTES];
    numbers().asFloatBuffer().get(values);
    return values;
  }

  /** The elements of an INT64 tensor. */
  public long[] longs() {
    long[] values = new long[numbers.remaining() / Long.BYTES];
    numbers().asLongBuffer().get(values);
    return values;
  }

  /** The same with other numbers, as many as it has. */
  OutputTensor with(ByteBuffer others) {
    return new OutputTensor(datatype, shape, others, strings, labels);
  }

  /** The elements in memory, little-endian; none if they are strings. */
  ByteBuffer numbers() {
    return numbers.duplicate().order(numbers.order());
  }

  List<String> strings() {
    return strings;
  }
}
