package dev.martello.runtime.inference;

import dev.martello.runtime.http.Answer;
import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.HttpCall;
import dev.martello.runtime.limits.Allowance;
import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.protocol.RequestInvalid;
import dev.martello.runtime.tensor.OutputTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An infer call that waits for its answer.
 *
 * @param allowance what its caller may
 * @param queuedNanos since when, by the clock of {@link System#nanoTime}
 * @param deadlineNanos until when, by the same clock
 */
record PendingCall(
    InferCodec codec,
    HttpCall call,
    Allowance allowance,
    Consumer<Answer> reply,
    long queuedNanos,
    long deadlineNanos) {
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

  /** What may be answered of what was asked. */
  InferRequest read(Arena arena) throws CallRefused, RequestInvalid {
    InferRequest request = codec.read(call, arena);
    allowance.charge(Batches.rows(request));
    Optional<String> withheld = allowance.withheld(request);
    if (withheld.isPresent()) {
      throw new CallRefused(
          403, "output '" + withheld.get() + "' is not shown to this caller; ask for others");
    }
    return allowance.narrowed(request);
  }

  Answer write(InferRequest request, Map<String, OutputTensor> outputs) throws IOException {
    return codec.write(call, request, allowance.limited(outputs));
  }

  void refuse(CallRefused why) {
    reply.accept(codec.refused(why));
  }
}
