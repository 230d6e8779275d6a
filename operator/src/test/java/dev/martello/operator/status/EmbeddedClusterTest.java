package dev.martello.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.Condition;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.findings.ConditionType;
import dev.martello.operator.findings.Row;
import dev.martello.operator.findings.Tables;
import dev.martello.operator.observed.Scene;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Where no kubelet, no network plugin and no admission is, nothing that rests on them is ever said
 * to hold.
 */
class EmbeddedClusterTest {
  private static final Set<ConditionType> NEED_NODE =
      Set.of(
          ConditionType.PodHardened,
          ConditionType.NetworkIsolated,
          ConditionType.LeastPrivilege,
          ConditionType.ResourcesBounded,
          ConditionType.Compliant);

  @Test
  void neverTrueWhateverElseIsSeen() {
    List<Row> rows = Tables.rows();
    for (Row row : rows) {
      check(row);
    }
    // Two and three changes at once; the seed makes a failure repeatable.
    Random random = new Random(20261123);
    for (int i = 0; i < 300; i++) {
      Row[] some = new Row[2 + random.nextInt(2)];
      for (int k = 0; k < some.length; k++) {
        some[k] = rows.get(random.nextInt(rows.size()));
      }
      check(some);
    }
  }

  private static void check(Row... rows) {
    Scene scene = new Scene();
    for (Row row : rows) {
      row.change().accept(scene);
    }
    scene.embedded = true;
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    for (ConditionType type : NEED_NODE) {
      assertThat(status.condition(type.name()).orElseThrow().status())
          .as("%s after %s", type, List.of(rows))
          .isNotEqualTo(Condition.Status.True);
    }
  }

  @Test
  void whatTheRuntimeItselfSaysIsJudgedAsUsual() {
    Scene scene = new Scene();
    scene.embedded = true;
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    for (ConditionType type :
        List.of(
            ConditionType.ModelVerified,
            ConditionType.ModelEncrypted,
            ConditionType.TrafficEncrypted,
            ConditionType.AccuracyValidated,
            ConditionType.ConfigurationManaged,
            ConditionType.Ready)) {
      assertThat(status.condition(type.name()).orElseThrow().status())
          .as(type.name())
          .isEqualTo(Condition.Status.True);
    }
    for (ConditionType type : NEED_NODE) {
      Condition condition = status.condition(type.name()).orElseThrow();
      assertThat(condition.status()).as(type.name()).isEqualTo(Condition.Status.Unknown);
      assertThat(condition.reason()).as(type.name()).isEqualTo("EmbeddedCluster");
    }
    assertThat(status.compliance().needNode())
        .isEqualTo(
            (int)
                status.compliance().controls().stream()
                    .filter(c -> c.finding() == Finding.Unknown)
                    .count())
        .isGreaterThanOrEqualTo(10);
  }
}
