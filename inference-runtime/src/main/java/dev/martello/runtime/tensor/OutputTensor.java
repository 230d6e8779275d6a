package dev.martello.runtime.tensor;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One output of a run, copied out of ONNX Runtime: its elements, row-major. */
public final class OutputTensor {
  private final Datatype datatype;
  private final long[] shape;
  private final ByteBuffer numbers;
  private final List<String> strings;

  private OutputTensor(Datatype datatype, long[] shape, ByteBuffer numbers, List<String> strings) {
    this.datatype = datatype;
    this.shape = shape;
    this.numbers = numbers;
    this.strings = strings;
  }

  public static OutputTensor of(Datatype datatype, OnnxTensor tensor) throws OrtException {
    long[] shape = tensor.getInfo().getShape();
    if (datatype == Datatype.BYTES) {
      List<String> strings = new ArrayList<>();
      flatten(tensor.getValue(), strings);
      return new OutputTensor(datatype, shape, ByteBuffer.allocate(0), strings);
    }
    return new OutputTensor(datatype, shape, tensor.getByteBuffer(), List.of());
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

  /** The elements in memory, little-endian; none if they are strings. */
  ByteBuffer numbers() {
    return numbers.duplicate().order(numbers.order());
  }

  List<String> strings() {
    return strings;
  }
}
