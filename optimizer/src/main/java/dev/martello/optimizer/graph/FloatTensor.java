package dev.martello.optimizer.graph;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import onnx.OnnxMl.TensorProto;

/** A constant of 32-bit floats, row by row. */
public final class FloatTensor {
  private final int[] shape;
  private final float[] values;

  public FloatTensor(int[] shape, float[] values) {
    long count = 1;
    for (int dimension : shape) {
      count *= dimension;
    }
    if (count != values.length) {
      throw new IllegalArgumentException(
          Arrays.toString(shape) + " does not hold " + values.length + " values");
    }
    this.shape = shape.clone();
    this.values = values;
  }

  /** Empty if it holds something else than floats. */
  static Optional<FloatTensor> of(TensorProto tensor) {
    if (tensor.getDataType() != TensorProto.DataType.FLOAT_VALUE) {
      return Optional.empty();
    }
    int[] shape = tensor.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
    long count = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
    var values = new float[Math.toIntExact(count)];
    if (tensor.hasRawData()) {
      if (tensor.getRawData().size() != count * Float.BYTES) {
        return Optional.empty();
      }
      // ONNX: raw_data is always little-endian.
      tensor
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    } else if (tensor.getFloatDataCount() == count) {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
    } else {
      return Optional.empty();
    }
    return Optional.of(new FloatTensor(shape, values));
  }

  public int rank() {
    return shape.length;
  }

  public int size(int axis) {
    return shape[axis];
  }

  public int[] shape() {
    return shape.clone();
  }

  /** The values themselves, not a copy: whoever changes them changes the tensor. */
  public float[] values() {
    return values;
  }

  /** A matrix with rows and columns exchanged. */
  public FloatTensor transposed() {
    int rows = shape[0];
    int columns = shape[1];
    var turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return new FloatTensor(new int[] {columns, rows}, turned);
  }

  public FloatTensor times(float factor) {
    var scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return new FloatTensor(shape, scaled);
  }

  public TensorProto named(String name) {
    var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Constants.tensor(
        name, TensorProto.DataType.FLOAT, shape, ByteString.copyFrom(bytes.array()));
  }
}
