package dev.martello.operator.reconcile;

import dev.martello.crds.Drift;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.cluster.Written;
import dev.martello.operator.cluster.Written.What;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which of a round's writes undid what others had done; pure. */
final class DriftRecord {
  private static final int MOST_CHANGES = 16;
  private static final int LONGEST_CHANGE = 256;

  private DriftRecord() {}

  /**
   * What has to be made again for the very spec and revision for which everything stood already was
   * deleted by others.
   */
  static List<Written> named(ModelDeployment deployment, String revision, List<Written> writes) {
    @Nullable ModelDeploymentStatus before = deployment.getStatus();
    boolean stood =
        before != null
            && Objects.equals(before.observedGeneration(), deployment.getMetadata().getGeneration())
            && before.condition("Applied").filter(c -> c.reason().equals("AsRendered")).isPresent()
            && before.revisions().stream().findFirst().stream()
                .anyMatch(head -> head.revision().equals(revision));
    if (!stood) {
      return writes;
    }
    return writes.stream()
        .map(
            write ->
                write.what() == What.Created && !write.kind().equals("Secret")
                    ? new Written(What.DriftUndone, write.kind(), write.name(), List.of("deleted"))
                    : write)
        .toList();
  }

  /** The last one of this round, else the one that the status holds. */
  static Optional<Drift> of(ModelDeployment deployment, List<Written> writes, Instant now) {
    return writes.stream()
        .filter(write -> write.what() == What.DriftUndone)
        .reduce((earlier, later) -> later)
        .map(write -> drift(write, now))
        .or(
            () ->
                Optional.ofNullable(deployment.getStatus()).map(ModelDeploymentStatus::lastDrift));
  }

  private static Drift drift(Written write, Instant now) {
    return new Drift(
        write.kind() + " " + write.name(),
        write.by().stream()
            .limit(MOST_CHANGES)
            .map(c -> c.length() <= LONGEST_CHANGE ? c : c.substring(0, LONGEST_CHANGE))
            .toList(),
        now.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
