package dev.martello.runtime.limits;

/** What one caller has left of his rate. */
final class Account {
  private final TokenBucket requests;
  private final TokenBucket rows;

  Account(Rate rate, long nowNanos) {
    this.requests = new TokenBucket(rate.requestsPerMinute(), nowNanos);
    this.rows = new TokenBucket(rate.rowsPerMinute(), nowNanos);
  }

  /** Takes a request, and returns 0; or how long to wait until one will be given. */
  synchronized long request(long nowNanos) {
    long wait = Math.max(requests.nanosUntilOne(nowNanos), rows.nanosUntilOne(nowNanos));
    if (wait == 0) {
      requests.take(1);
    }
    return wait;
  }

  /** Rows are known only when the body was read, so they are paid afterwards. */
  synchronized void rows(long count) {
    rows.take(count);
  }

  /** Whether forgetting it would change nothing. */
  synchronized boolean full(long nowNanos) {
    return requests.full(nowNanos) && rows.full(nowNanos);
  }
}
