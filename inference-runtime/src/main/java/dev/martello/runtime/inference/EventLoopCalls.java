package dev.martello.runtime.inference;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls to a model so quick that event loops run it. What one loop has read in one pass over its
 * connections is run together at the end of that pass: nobody waits for calls that are still to
 * come.
 */
final class EventLoopCalls {
  private final Inference inference;
  private final int mostCalls;
  private final FastThreadLocal<List<PendingCall>> read =
      new FastThreadLocal<>() {
        @Override
        protected List<PendingCall> initialValue() {
          return new ArrayList<>();
        }
      };

  EventLoopCalls(Inference inference, int mostCalls) {
    this.inference = inference;
    this.mostCalls = mostCalls;
  }

  /** Called on an event loop. */
  void add(PendingCall call) {
    if (mostCalls == 1) {
      inference.answer(call);
      return;
    }
    List<PendingCall> calls = read.get();
    calls.add(call);
    if (calls.size() == 1) {
      call.call().eventLoop().execute(() -> answer(calls));
    } else if (calls.size() == mostCalls) {
      answer(calls);
    }
  }

  /** An answer may let the next call of its connection in, so the list is emptied first. */
  private void answer(List<PendingCall> calls) {
    if (!calls.isEmpty()) {
      List<PendingCall> together = List.copyOf(calls);
      calls.clear();
      inference.answer(together);
    }
  }
}
