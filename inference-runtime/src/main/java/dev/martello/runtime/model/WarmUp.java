package dev.martello.runtime.model;

import ai.onnxruntime.OrtException;
import dev.martello.runtime.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One run before the first request, so that ONNX Runtime has its memory and Java its classes. */
public final class WarmUp {
  private WarmUp() {}

  /** True if the model ran; not every model can be tried without knowing it. */
  public static boolean run(OnnxSession session) {
    try (Arena arena = Arena.ofConfined()) {
      Optional<Map<String, TensorData>> inputs =
          SampleInputs.of(session, new SplittableRandom(0), arena);
      return inputs.isPresent()
          && session.run(inputs.get(), session.outputs().keySet()).size()
              == session.outputs().size();
    } catch (OrtException | ArithmeticException e) {
      return false;
    }
  }
}
