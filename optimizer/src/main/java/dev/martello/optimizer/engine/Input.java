package dev.martello.optimizer.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.runtime.evaluation.data.Dimensions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;

/** An input of the model: its name, type and shape (-1 where the caller chooses). */
record Input(String name, OnnxJavaType type, Dimensions shape) {
  static Input of(NodeInfo info) throws OptimizationRefused {
    if (!(info.getInfo() instanceof TensorInfo tensor)) {
      throw new OptimizationRefused(
          "input %s is no tensor: only tensors can be fed from data".formatted(info.getName()));
    }
    return new Input(info.getName(), tensor.type, new Dimensions(tensor.getShape()));
  }

  /** True if it takes any number of rows at once. */
  boolean isBatched() {
    return shape.rank() > 0 && shape.at(0) < 0;
  }

  OnnxTensor tensor(long[] dimensions, int count, IntToDoubleFunction values)
      throws OrtException, OptimizationRefused {
    var bytes = ByteBuffer.allocateDirect(count * type.size).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      put(bytes, values.applyAsDouble(i));
    }
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), bytes.flip(), dimensions, type);
  }

  private void put(ByteBuffer bytes, double value) throws OptimizationRefused {
    switch (type) {
      case FLOAT -> bytes.putFloat((float) value);
      case DOUBLE -> bytes.putDouble(value);
      case INT64 -> bytes.putLong((long) value);
      case INT32 -> bytes.putInt((int) value);
      case INT16 -> bytes.putShort((short) value);
      case INT8, UINT8, BOOL -> bytes.put((byte) value);
      default ->
          throw new OptimizationRefused(
              "input %s takes %s, which evaluation data can't hold: cast it inside the model"
                  .formatted(name, type));
    }
  }
}
