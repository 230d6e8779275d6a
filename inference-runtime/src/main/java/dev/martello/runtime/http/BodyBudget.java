package dev.martello.runtime.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of all request bodies held at one time, over all connections. */
public final class BodyBudget {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  public BodyBudget(long limit) {
    this.limit = limit;
  }

  boolean reserve(long bytes) {
    if (held.addAndGet(bytes) <= limit) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    held.addAndGet(-bytes);
  }

  public long held() {
    return held.get();
  }
}
