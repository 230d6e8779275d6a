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
public final class InferenceWorkers implements AutoCloseable {
  private static final int QUEUE_PER_THREAD = 64;

  private final ThreadPoolExecutor threads;

  public InferenceWorkers(int threads) {
    this(threads, threads * QUEUE_PER_THREAD);
  }

  InferenceWorkers(int threads, int queue) {
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

  /** Waits for what runs; a session must not be closed under it. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
