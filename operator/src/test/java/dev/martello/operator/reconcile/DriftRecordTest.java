package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.Drift;
import dev.martello.crds.ModelDeployment;
import dev.martello.operator.cluster.Written;
import dev.martello.operator.cluster.Written.What;
import dev.martello.operator.observed.Scene;
import dev.martello.operator.status.NextStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftRecordTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00.5Z");
  private static final List<Written> CREATED =
      List.of(
          new Written(What.Created, "Service", "m", List.of()),
          new Written(What.Created, "Secret", "m-tls-0", List.of()));

  private final Scene scene = new Scene();

  private List<Written> named(ModelDeployment deployment, String revision) {
    return DriftRecord.named(deployment, revision, CREATED);
  }

  @Test
  void whatStoodAndIsMadeAgainWasDeletedByOthers() {
    String revision = scene.desired().revision();
    assertThat(named(scene.deployment(), revision)).isEqualTo(CREATED);
    scene.status = NextStatus.of(scene.situation());
    assertThat(named(scene.deployment(), revision))
        .containsExactly(
            new Written(What.DriftUndone, "Service", "m", List.of("deleted")), CREATED.get(1));
    assertThat(named(scene.deployment(), "another")).isEqualTo(CREATED);
    scene.generation = 4;
    assertThat(named(scene.deployment(), revision)).isEqualTo(CREATED);
  }

  @Test
  void theLastOneIsKeptAndShownInTheFinding() {
    Written undone =
        new Written(What.DriftUndone, "Deployment", "m", List.of("kubectl-edit: .spec.replicas"));
    Optional<Drift> drift = DriftRecord.of(scene.deployment(), List.of(undone), NOW);
    assertThat(drift)
        .contains(
            new Drift(
                "Deployment m", List.of("kubectl-edit: .spec.replicas"), "2026-11-23T09:00:00Z"));

    scene.lastDrift = drift;
    scene.status = NextStatus.of(scene.situation());
    assertThat(scene.status.compliance().controls())
        .anyMatch(
            control ->
                control.id().equals("drift-undone")
                    && control
                        .evidence()
                        .endsWith(
                            "last undone, at 2026-11-23T09:00:00Z: Deployment m, kubectl-edit: .spec.replicas"));
    assertThat(DriftRecord.of(scene.deployment(), List.of(), NOW.plusSeconds(60))).isEqualTo(drift);
  }
}
