package dev.martello.runtime.inference;

import dev.martello.runtime.http.UnexpectedFailure;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run models, as many as there are processors, with a bounded queue before them.
 */
public final class InferenceWorkers {
  private static final int QUEUE_PER_THREAD = 64;
  private static final long PATIENCE_SECONDS = 2;

  private final ThreadPoolExecutor threads;

  public InferenceWorkers(int threads) {
    this(threads, threads * QUEUE_PER_THREAD);
  }

  public InferenceWorkers(int threads, int queue) {
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            new DefaultThreadFactory("inference", true));
    this.threads.prestartAllCoreThreads();
  }

  /** False if the queue is full. */
  boolean offer(Runnable work) {
    try {
      threads.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              UnexpectedFailure.report(e);
            }
          });
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Drops what waits; true if nothing runs any more, and so the session may be closed. */
  public boolean stop() {
    threads.shutdownNow();
    try {
      return threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
