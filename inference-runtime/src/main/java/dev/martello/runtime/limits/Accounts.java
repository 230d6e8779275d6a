package dev.martello.runtime.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The accounts of one group, bounded: when there are too many, those that are full are forgotten,
 * and callers who then still find no room share one.
 */
final class Accounts {
  static final int MOST = 1024;

  /** Longer names with the same beginning share an account. */
  private static final int LONGEST_KEY = 256;

  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Rate rate;
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Account shared;
  private final AtomicLong sweptNanos;

  Accounts(Rate rate, long nowNanos) {
    this.rate = rate;
    this.shared = new Account(rate, nowNanos);
    this.sweptNanos = new AtomicLong(nowNanos - SWEEP_NANOS);
  }

  Account of(String caller, long nowNanos) {
    String key = caller.length() > LONGEST_KEY ? caller.substring(0, LONGEST_KEY) : caller;
    Account known = accounts.get(key);
    if (known != null) {
      return known;
    }
    if (accounts.size() >= MOST) {
      sweep(nowNanos);
    }
    return accounts.size() >= MOST
        ? shared
        : accounts.computeIfAbsent(key, any -> new Account(rate, nowNanos));
  }

  private void sweep(long nowNanos) {
    long last = sweptNanos.get();
    if (nowNanos - last >= SWEEP_NANOS && sweptNanos.compareAndSet(last, nowNanos)) {
      accounts.values().removeIf(account -> account.full(nowNanos));
    }
  }

  int size() {
    return accounts.size();
  }
}
