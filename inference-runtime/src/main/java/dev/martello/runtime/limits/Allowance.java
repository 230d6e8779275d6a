package dev.martello.runtime.limits;

import dev.martello.runtime.protocol.InferRequest;
import dev.martello.runtime.tensor.OutputTensor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What one call may, of a caller whom a group means or none. */
public final class Allowance {
  /** Of a caller whom no group means. */
  public static final Allowance ALL = new Allowance(Optional.empty(), Optional.empty(), 0);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Optional<CallerGroup> group;
  private final Optional<Account> account;
  private final long waitNanos;

  Allowance(Optional<CallerGroup> group, Optional<Account> account, long waitNanos) {
    this.group = group;
    this.account = account;
    this.waitNanos = waitNanos;
  }

  /** In how many seconds to come again; empty if the call may be made now. */
  public OptionalInt retrySeconds() {
    return waitNanos == 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.ceilDiv(waitNanos, NANOS_PER_SECOND));
  }

  /** Pays for what a request holds. */
  public void charge(long rows) {
    if (account.isPresent()) {
      account.get().rows(rows);
    }
  }

  /** The first output that was asked for by name and is not shown. */
  public Optional<String> withheld(InferRequest request) {
    return group.isEmpty() ? Optional.empty() : group.get().limit().outputs().withheld(request);
  }

  /** The same request for what is shown alone. */
  public InferRequest narrowed(InferRequest request) {
    return group.isEmpty() ? request : group.get().limit().outputs().narrowed(request);
  }

  /** What is shown of an answer. */
  public Map<String, OutputTensor> limited(Map<String, OutputTensor> outputs) {
    return group.isEmpty() ? outputs : group.get().limited(outputs);
  }
}
