package dev.martello.runtime.limits;

import dev.martello.runtime.tls.Admission;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** All groups in their order: the first that means a caller is his. */
public final class CallerLimits {
  public static final CallerLimits NONE = new CallerLimits(List.of(), System::nanoTime);

  private final List<CallerGroup> groups;
  private final LongSupplier nanoTime;

  public CallerLimits(List<CallerLimit> limits, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.groups =
        limits.stream().map(limit -> new CallerGroup(limit, nanoTime.getAsLong())).toList();
  }

  public boolean none() {
    return groups.isEmpty();
  }

  public List<CallerGroup> groups() {
    return groups;
  }

  public Optional<CallerGroup> of(Admission caller) {
    for (CallerGroup group : groups) {
      if (group.limit().means(caller)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  /** Takes a call from his rate, if there is one left. */
  public Allowance allow(Admission caller) {
    Optional<CallerGroup> group = of(caller);
    return group.isEmpty() ? Allowance.ALL : group.get().allow(caller, nanoTime.getAsLong());
  }

  /** The first output that a group names and the model does not have, with the group's name. */
  public Optional<String> unknownOutput(Collection<String> models) {
    for (CallerGroup group : groups) {
      Set<String> unknown = group.limit().outputs().unknown(models);
      if (!unknown.isEmpty()) {
        return Optional.of(
            "access.limits, '%s': outputs.names: the model has no output %s; it has %s."
                .formatted(group.limit().name(), unknown, models));
      }
    }
    return Optional.empty();
  }
}
