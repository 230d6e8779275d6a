package dev.martello.runtime.tensor;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.martello.runtime.json.JsonReader;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The elements of one input, row-major, where ONNX Runtime reads them without a copy: off-heap, for
 * as long as the arena lives. Strings are kept on the heap.
 */
public final class TensorData {
  private final Datatype datatype;
  private final long[] shape;
  private final ByteBuffer numbers;
  private final String[] strings;
  private int count;

  private TensorData(Datatype datatype, long[] shape, ByteBuffer numbers, String[] strings) {
    this.datatype = datatype;
    this.shape = shape;
    this.numbers = numbers;
    this.strings = strings;
  }

  /**
   * Room for {@code elements} elements.
   *
   * @param elements the product of the shape, which the caller has bounded
   */
  public static TensorData allocate(Datatype datatype, long[] shape, int elements, Arena arena) {
    boolean text = datatype == Datatype.BYTES;
    ByteBuffer numbers =
        text
            ? ByteBuffer.allocate(0)
            : arena
                .allocate(Math.max(1L, (long) elements * datatype.bytes()), Long.BYTES)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .limit(elements * datatype.bytes());
    return new TensorData(datatype, shape.clone(), numbers, new String[text ? elements : 0]);
  }

  /** Takes the reader's token as the next element; the caller has seen that there is room. */
  public void add(JsonReader token) throws ElementRefused {
    if (datatype == Datatype.BYTES) {
      strings[count] = JsonElement.text(token);
    } else {
      JsonElement.put(datatype, token, numbers);
    }
    count++;
  }

  Datatype datatype() {
    return datatype;
  }

  /** How many elements it is to have. */
  public int capacity() {
    return datatype == Datatype.BYTES ? strings.length : numbers.limit() / datatype.bytes();
  }

  /** What is still to come: elements if they are strings, else bytes. */
  int room() {
    return datatype == Datatype.BYTES ? strings.length - count : numbers.remaining();
  }

  /** Takes numbers in their memory form; the caller has seen that there is room. */
  void addNumbers(ByteBuffer raw) {
    count += raw.remaining() / datatype.bytes();
    numbers.put(raw);
  }

  /** Takes an integer that must fit; the caller has seen that there is room. */
  void addInteger(long value, long least, long most) throws ElementRefused {
    long lowest = Math.max(least, datatype.least());
    long highest = Math.min(most, datatype.most());
    if (value < lowest || value > highest) {
      throw new ElementRefused(
          "element " + count + ": expected an integer from " + lowest + " to " + highest);
    }
    switch (datatype.bytes()) {
      case Byte.BYTES -> numbers.put((byte) value);
      case Short.BYTES -> numbers.putShort((short) value);
      case Integer.BYTES -> numbers.putInt((int) value);
      default -> numbers.putLong(value);
    }
    count++;
  }

  /**
   * Takes a number in the tensor's own type; the caller has seen that there is room, and that it
   * holds numbers.
   */
  public void addNumber(double value) {
    switch (datatype) {
      case BOOL, INT8, UINT8 -> numbers.put((byte) (long) value);
      case INT16, UINT16 -> numbers.putShort((short) (long) value);
      case INT32, UINT32 -> numbers.putInt((int) (long) value);
      case INT64, UINT64 -> numbers.putLong((long) value);
      case FP16 -> numbers.putShort(Float.floatToFloat16((float) value));
      case BF16 -> numbers.putShort(BrainFloat.of((float) value));
      case FP32 -> numbers.putFloat((float) value);
      case FP64 -> numbers.putDouble(value);
      case BYTES -> throw new IllegalStateException("strings are not kept here");
    }
    count++;
  }

  /** Takes a string; the caller has seen that there is room. */
  void addString(String element) {
    strings[count++] = element;
  }

  /** Fills it with small numbers: any model can compute with them, and index tables by them. */
  public TensorData fill(RandomGenerator random) {
    for (; count < strings.length; count++) {
      strings[count] = random.nextBoolean() ? "1" : "0";
    }
    while (numbers.hasRemaining()) {
      int bit = random.nextInt(2);
      float fraction = random.nextFloat(-1, 1);
      switch (datatype) {
        case BOOL, INT8, UINT8 -> numbers.put((byte) bit);
        case INT16, UINT16 -> numbers.putShort((short) bit);
        case INT32, UINT32 -> numbers.putInt(bit);
        case INT64, UINT64 -> numbers.putLong(bit);
        case FP16 -> numbers.putShort(Float.floatToFloat16(fraction));
        case BF16 -> numbers.putShort(BrainFloat.of(fraction));
        case FP32 -> numbers.putFloat(fraction);
        case FP64 -> numbers.putDouble(fraction);
        case BYTES -> throw new IllegalStateException("strings are not kept here");
      }
    }
    return this;
  }

  /** One after the other along the first dimension; all else of their shapes must be the same. */
  public static TensorData join(List<TensorData> parts, Arena arena) {
    TensorData first = parts.get(0);
    long[] shape = first.shape.clone();
    int elements = 0;
    shape[0] = 0;
    for (TensorData part : parts) {
      shape[0] += part.shape[0];
      elements += part.capacity();
    }
    TensorData joined = allocate(first.datatype, shape, elements, arena);
    for (TensorData part : parts) {
      if (first.datatype == Datatype.BYTES) {
        System.arraycopy(part.strings, 0, joined.strings, joined.count, part.strings.length);
        joined.count += part.strings.length;
      } else {
        joined.addNumbers(part.numbers.duplicate().rewind());
      }
    }
    return joined;
  }

  public List<Long> shape() {
    return Arrays.stream(shape).boxed().toList();
  }

  /** The length of the first dimension, -1 if there is none. */
  public long rows() {
    return shape.length == 0 ? -1 : shape[0];
  }

  /** Whether both have rows, and of the same shape and type. */
  public boolean hasRowsLike(TensorData other) {
    return datatype == other.datatype
        && shape.length > 0
        && shape.length == other.shape.length
        && Arrays.equals(shape, 1, shape.length, other.shape, 1, shape.length);
  }

  public int count() {
    return count;
  }

  /** A tensor over these elements, to be closed before the arena is. */
  public OnnxTensor tensor(TensorFactory factory) throws OrtException {
    return datatype == Datatype.BYTES
        ? factory.strings(strings, shape)
        : factory.numbers(
            datatype, numbers.duplicate().order(ByteOrder.nativeOrder()).rewind(), shape);
  }
}
