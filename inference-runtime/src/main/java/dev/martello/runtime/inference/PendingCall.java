package dev.martello.runtime.inference;

import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.protocol.RequestInvalid;
import dev.martello.runtime.tensor.OutputTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An infer call that waits for its answer.
 *
 * @param queuedNanos since when, by the clock of {@link System#nanoTime}
 * @param deadlineNanos until when, by the same clock
 */
record PendingCall(
    InferCodec codec, HttpCall call, Consumer<Answer> reply, long queuedNanos, long deadlineNanos) {
  static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(365);

  static long noDeadline() {
    return System.nanoTime() + LONGEST_NANOS;
  }

  /** Not for one who has left, or whose patience is over: it would be computed for nobody. */
  void requireAwaited(long nowNanos) throws CallRefused {
    if (nowNanos - deadlineNanos > 0 || call.abandoned().getAsBoolean()) {
      throw new CallRefused(504, "the deadline passed while the call was waiting");
    }
  }

  InferRequest read(Arena arena) throws CallRefused, RequestInvalid {
    return codec.read(call, arena);
  }

  Answer write(InferRequest request, Map<String, OutputTensor> outputs) throws IOException {
    return codec.write(call, request, outputs);
  }

  void refuse(CallRefused why) {
    reply.accept(codec.refused(why));
  }
}
