package dev.martello.runtime.inference;

import dev.martello.runtime.http.UnexpectedFailure;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run models, as many as there are processors, with a bounded queue before them.
 * Where batching is on, a thread takes its share of what waits; it never waits for more to come.
 */
final class InferenceWorkers {
  private static final long PATIENCE_SECONDS = 2;

  private final int threads;
  private final BlockingQueue<PendingCall> queue;
  private final ExecutorService executor;

  InferenceWorkers(int threads, int queue) {
    this.threads = threads;
    this.queue = new ArrayBlockingQueue<>(queue);
    this.executor =
        Executors.newFixedThreadPool(threads, new DefaultThreadFactory("inference", true));
  }

  /**
   * Begins to work off the queue.
   *
   * @param mostCalls to take at one time
   */
  void start(Inference inference, int mostCalls) {
    for (int i = 0; i < threads; i++) {
      executor.execute(() -> work(inference, mostCalls));
    }
  }

  private void work(Inference inference, int mostCalls) {
    List<PendingCall> taken = new ArrayList<>();
    try {
      while (!executor.isShutdown()) {
        taken.add(queue.take());
        int share = Math.min(mostCalls, (queue.size() + threads) / threads);
        queue.drainTo(taken, share - 1);
        try {
          inference.answer(taken);
        } catch (RuntimeException e) {
          UnexpectedFailure.report(e);
        }
        taken.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // told to stop
    }
  }

  /** False if the queue is full. */
  boolean offer(PendingCall call) {
    return queue.offer(call);
  }

  /** Calls that wait now. */
  int waiting() {
    return queue.size();
  }

  int threads() {
    return threads;
  }

  /** Drops what waits; true if nothing runs any more, and so the session may be closed. */
  boolean stop() {
    executor.shutdownNow();
    try {
      return executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
