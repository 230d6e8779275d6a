package dev.martello.runtime.inference;

import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.model.OnnxSession;

/**
 * Where infer calls are answered: on their event loop, or by a thread that takes them from a
 * bounded queue.
 */
public final class InferenceCalls {
  private static final int QUEUE_PER_THREAD = 64;

  /** A longer body takes a while to be read, however short the run. */
  private static final int SHORT_BODY = 16 * 1024;

  private final ServingPlan plan;
  private final EventLoopCalls eventLoops;
  private final InferenceWorkers workers;
  private final InferenceStatistics statistics = new InferenceStatistics();

  private InferenceCalls(OnnxSession session, ServingPlan plan, InferenceWorkers workers) {
    this.plan = plan;
    Inference inference = new Inference(session, plan.mostRows(), statistics);
    this.eventLoops = new EventLoopCalls(inference, plan.mostRows());
    this.workers = workers;
    workers.start(inference, plan.mostRows());
  }

  public static InferenceCalls start(OnnxSession session, ServingPlan plan, int threads) {
    return start(session, plan, threads, threads * QUEUE_PER_THREAD);
  }

  /**
   * Begins to take calls.
   *
   * @param queue how many calls may wait
   */
  public static InferenceCalls start(
      OnnxSession session, ServingPlan plan, int threads, int queue) {
    return new InferenceCalls(session, plan, new InferenceWorkers(threads, queue));
  }

  /** Called on an event loop. */
  void submit(PendingCall call) {
    if (plan.onEventLoop()
        && call.call().bodyLength() <= SHORT_BODY
        && !call.call().head().headers().containsKey("content-encoding")) {
      eventLoops.add(call);
    } else if (!workers.offer(call)) {
      statistics.queueFull.increment();
      int seconds = statistics.secondsFor(workers.waiting(), workers.threads());
      call.refuse(CallRefused.retryAfter(seconds, "too many requests are waiting; try again"));
    }
  }

  public ServingPlan plan() {
    return plan;
  }

  public InferenceStatistics statistics() {
    return statistics;
  }

  /** Calls that no thread has taken yet. */
  public int waiting() {
    return workers.waiting();
  }

  /** Drops what waits; true if nothing runs any more, and so the session may be closed. */
  public boolean stop() {
    return workers.stop();
  }
}
