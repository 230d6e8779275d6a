package dev.martello.runtime.model;

import dev.martello.runtime.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Inputs to try a model with. Open dimensions get the length 1, which not every model can take. */
public final class SampleInputs {
  private static final long MOST_ELEMENTS = 1 << 24;

  private SampleInputs() {}

  /** Empty if they would be too large. */
  public static Optional<Map<String, TensorData>> of(
      OnnxSession session, RandomGenerator random, Arena arena) {
    Map<String, TensorData> inputs = new HashMap<>();
    for (ModelTensor input : session.inputs().values()) {
      long[] shape = input.shape().stream().mapToLong(length -> Math.abs(length)).toArray();
      long elements = 1;
      for (long length : shape) {
        elements = Math.multiplyExact(elements, length);
      }
      if (elements > MOST_ELEMENTS) {
        return Optional.empty();
      }
      inputs.put(
          input.name(),
          TensorData.allocate(input.datatype(), shape, (int) elements, arena).fill(random));
    }
    return Optional.of(inputs);
  }
}
