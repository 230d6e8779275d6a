package dev.martello.runtime.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Bounds the bytes of all request bodies held at one time, over all connections. */
public final class BodyBudget {
  private final long limit;
  private final AtomicLong held = new AtomicLong();
  private final LongAdder refused = new LongAdder();

  public BodyBudget(long limit) {
    this.limit = limit;
  }

  boolean reserve(long bytes) {
    if (held.addAndGet(bytes) <= limit) {
      return true;
    }
    held.addAndGet(-bytes);
    refused.increment();
    return false;
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  public long held() {
    return held.get();
  }

  /** Bodies that found no room. */
  public long refused() {
    return refused.sum();
  }
}
