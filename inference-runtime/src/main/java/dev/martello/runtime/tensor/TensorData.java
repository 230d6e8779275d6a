package dev.martello.runtime.tensor;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

  /**
   * Takes the parser's current token as the next element; the caller has seen that there is room.
   */
  public void add(JsonParser token) throws IOException, ElementRefused {
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

  /** Takes a string; the caller has seen that there is room. */
  void addString(String element) {
    strings[count++] = element;
  }

  /** Sets all elements to 1, which unlike 0 no operator divides by in vain. */
  public TensorData fillWithOnes() {
    for (; count < strings.length; count++) {
      strings[count] = "1";
    }
    while (numbers.hasRemaining()) {
      switch (datatype) {
        case BOOL, INT8, UINT8 -> numbers.put((byte) 1);
        case INT16, UINT16 -> numbers.putShort((short) 1);
        case INT32, UINT32 -> numbers.putInt(1);
        case INT64, UINT64 -> numbers.putLong(1);
        case FP16 -> numbers.putShort(Float.floatToFloat16(1));
        case BF16 -> numbers.putShort(BrainFloat.of(1));
        case FP32 -> numbers.putFloat(1);
        case FP64 -> numbers.putDouble(1);
        case BYTES -> throw new IllegalStateException("strings are not kept here");
      }
    }
    return this;
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
