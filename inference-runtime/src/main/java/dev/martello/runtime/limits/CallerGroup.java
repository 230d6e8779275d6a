package dev.martello.runtime.limits;

import dev.martello.runtime.tensor.OutputTensor;
import dev.martello.runtime.tls.Admission;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A group at work: its callers' accounts, and what was counted. */
public final class CallerGroup {
  private final CallerLimit limit;
  private final Accounts accounts;
  private final LongAdder limited = new LongAdder();
  private final LongAdder refused = new LongAdder();

  CallerGroup(CallerLimit limit, long nowNanos) {
    this.limit = limit;
    this.accounts = new Accounts(limit.rate(), nowNanos);
  }

  Allowance allow(Admission caller, long nowNanos) {
    if (limit.rate().any()) {
      return new Allowance(Optional.of(this), Optional.empty(), 0);
    }
    Account account = accounts.of(caller.key(), nowNanos);
    long wait = account.request(nowNanos);
    if (wait > 0) {
      refused.increment();
    }
    return new Allowance(Optional.of(this), Optional.of(account), wait);
  }

  Map<String, OutputTensor> limited(Map<String, OutputTensor> outputs) {
    if (limit.outputs().none()) {
      return outputs;
    }
    limited.increment();
    return limit.outputs().apply(outputs);
  }

  public CallerLimit limit() {
    return limit;
  }

  /** Answers of which not everything was shown. */
  public long limitedSoFar() {
    return limited.sum();
  }

  /** Calls that came too soon. */
  public long refusedSoFar() {
    return refused.sum();
  }

  /** Callers whose use is remembered. */
  public int accounts() {
    return accounts.size();
  }
}
