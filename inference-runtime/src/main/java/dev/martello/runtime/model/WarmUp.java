package dev.martello.runtime.model;

import ai.onnxruntime.OrtException;
import dev.martello.runtime.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;

/**
 * One run before the first request, so that ONNX Runtime has its memory and Java its classes. Open
 * dimensions get the length 1; a model that can't have that is not warmed up.
 */
public final class WarmUp {
  private static final long MOST_ELEMENTS = 1 << 24;

  private WarmUp() {}

  /** True if the model ran. */
  public static boolean run(OnnxSession session) {
    Map<String, TensorData> inputs = new HashMap<>();
    try (Arena arena = Arena.ofConfined()) {
      for (ModelTensor input : session.inputs().values()) {
        long[] shape = input.shape().stream().mapToLong(length -> Math.abs(length)).toArray();
        long elements = 1;
        for (long length : shape) {
          elements = Math.multiplyExact(elements, length);
        }
        if (elements > MOST_ELEMENTS) {
          return false;
        }
        inputs.put(
            input.name(),
            TensorData.allocate(input.datatype(), shape, (int) elements, arena).fillWithOnes());
      }
      return session.run(inputs, session.outputs().keySet()).size() == session.outputs().size();
    } catch (OrtException | ArithmeticException e) {
      return false;
    }
  }
}
