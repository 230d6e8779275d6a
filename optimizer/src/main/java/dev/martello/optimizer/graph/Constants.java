package dev.martello.optimizer.graph;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import onnx.OnnxMl.TensorProto;

/** Initializers of integers, and how one is put together. */
public final class Constants {
  private Constants() {}

  public static TensorProto bytes(String name, boolean signed, int[] shape, byte[] values) {
    var type = signed ? TensorProto.DataType.INT8 : TensorProto.DataType.UINT8;
    return tensor(name, type, shape, ByteString.copyFrom(values));
  }

  public static TensorProto int32(String name, int[] shape, int[] values) {
    var bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return tensor(name, TensorProto.DataType.INT32, shape, ByteString.copyFrom(bytes.array()));
  }

  static TensorProto tensor(String name, TensorProto.DataType type, int[] shape, ByteString raw) {
    var tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber()).setRawData(raw);
    for (int dimension : shape) {
      tensor.addDims(dimension);
    }
    return tensor.build();
  }
}
