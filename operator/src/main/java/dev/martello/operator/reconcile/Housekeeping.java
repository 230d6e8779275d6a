package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Forgets deployments that are gone. Without a finalizer nobody says so: what is remembered is
 * compared with what exists now and then.
 */
final class Housekeeping {
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final List<Consumer<Set<String>>> memories;
  private final InstantSource clock;
  private Instant next;

  /**
   * @param memories each is told the uids of all deployments that exist
   */
  Housekeeping(List<Consumer<Set<String>>> memories, InstantSource clock) {
    this.memories = List.copyOf(memories);
    this.clock = clock;
    this.next = clock.instant().plus(EVERY);
  }

  void tidy(Context<ModelDeployment> context) {
    if (due()) {
      Set<String> existing =
          context
              .getPrimaryCache()
              .list(deployment -> true)
              .map(deployment -> deployment.getMetadata().getUid())
              .collect(Collectors.toSet());
      memories.forEach(memory -> memory.accept(existing));
    }
  }

  private synchronized boolean due() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return false;
    }
    next = now.plus(EVERY);
    return true;
  }
}
