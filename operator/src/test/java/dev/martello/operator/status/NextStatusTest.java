package dev.martello.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.crds.Condition;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.findings.Catalog;
import dev.martello.operator.findings.Check;
import dev.martello.operator.observed.Scene;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextStatusTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void sameSituationSameStatus() {
    assertThat(NextStatus.of(new Scene().situation()))
        .isEqualTo(NextStatus.of(new Scene().situation()));
  }

  @Test
  void anUnchangedClusterIsNotWrittenTo() throws Exception {
    Scene scene = new Scene();
    scene.warnings.clear();
    ModelDeploymentStatus first = NextStatus.of(scene.situation());
    // As the API server hands it back, an hour later, with fresh evidence.
    scene.status = JSON.readValue(JSON.writeValueAsBytes(first), ModelDeploymentStatus.class);
    scene.now = Scene.NOW.plus(Duration.ofHours(1));
    scene.receivedAt = scene.now.minusSeconds(5);
    ModelDeploymentStatus second = NextStatus.of(scene.situation());
    assertThat(second).isEqualTo(first);
    assertThat(NextStatus.unchanged(scene.status, second)).isTrue();
  }

  @Test
  void conditionsOfOthersAreNoChange() {
    Scene scene = new Scene();
    ModelDeploymentStatus next = NextStatus.of(scene.situation());
    List<Condition> more = new ArrayList<>(next.conditions());
    more.addFirst(
        new Condition("Attested", Condition.Status.True, "Fine", "", "2026-11-23T08:00:00Z", null));
    ModelDeploymentStatus foreign = next.withConditions(more);
    assertThat(NextStatus.unchanged(foreign, next)).isTrue();
    assertThat(NextStatus.unchanged(null, next)).isFalse();
    assertThat(next.condition("Attested")).isEmpty();
  }

  @Test
  void timesMoveOnlyWithWhatTheyTime() {
    Scene scene = new Scene();
    ModelDeploymentStatus before = NextStatus.of(scene.situation());
    scene.status = before;
    scene.generation = 4;
    scene.now = Scene.NOW.plusSeconds(30);
    scene.evidence("/accessLog", "failures");
    ModelDeploymentStatus after = NextStatus.of(scene.situation());

    assertThat(after.condition("Compliant").orElseThrow().lastTransitionTime())
        .isEqualTo("2026-11-23T08:10:30Z");
    Condition ready = after.condition("Ready").orElseThrow();
    assertThat(ready.lastTransitionTime()).isEqualTo("2026-11-23T08:10:00Z");
    assertThat(ready.observedGeneration()).isEqualTo(4);
    assertThat(control(after, "access-log").since()).isEqualTo("2026-11-23T08:10:30Z");
    assertThat(control(after, "owner-named").since()).isEqualTo("2026-11-23T08:10:00Z");
    assertThat(NextStatus.unchanged(before, after)).isFalse();
  }

  @Test
  void theScoreCountsWhatCounts() {
    Scene scene = new Scene();
    scene.userNamespaces = false;
    scene.evidence("/accessLog", "none").evidence("/cgroup", null);
    var compliance = NextStatus.of(scene.situation()).compliance();
    // Not applicable: user-namespace, redundancy, accuracy-evaluated, answers-limited.
    int manual = (int) Catalog.CHECKS.stream().filter(Check::manual).count();
    int counted = Catalog.CHECKS.size() - 4 - manual;
    assertThat(compliance.counted()).isEqualTo(counted);
    assertThat(compliance.satisfied()).isEqualTo(counted - 2);
    assertThat(compliance.score()).isEqualTo((counted - 2) + "/" + counted);
    assertThat(compliance.needNode()).isZero();
    assertThat(compliance.controls()).hasSize(Catalog.CHECKS.size());
  }

  @Test
  void anyNotSatisfiedIsFalseElseAnyUnknownIsUnknown() {
    Scene open = new Scene();
    open.evidence("/accessLog", null);
    Condition unknown = NextStatus.of(open.situation()).condition("Compliant").orElseThrow();
    assertThat(unknown.status()).isEqualTo(Condition.Status.Unknown);
    assertThat(unknown.message()).contains("access-log");

    open.evidence("/process/uid", 0);
    Condition bad = NextStatus.of(open.situation()).condition("Compliant").orElseThrow();
    assertThat(bad.status()).isEqualTo(Condition.Status.False);
    assertThat(bad.message()).contains("process-confined").doesNotContain("access-log");
  }

  @Test
  void whatServesIsShownAsThePodsReportIt() {
    Scene scene = new Scene();
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(status.revision()).isEqualTo(scene.desired().revision());
    assertThat(status.model().accuracy()).isEqualTo("0.97");
    assertThat(status.model().signer()).isEqualTo("data-science");
    assertThat(status.model().version()).isEqualTo("1.0.0");
    assertThat(status.replicas()).isEqualTo(1);
    assertThat(status.readyReplicas()).isEqualTo(1);
    assertThat(status.selector()).isEqualTo("martello.dev/deployment=breast-cancer");

    Scene mixed = new Scene();
    mixed.spec("/replicas", 2);
    Scene other = new Scene();
    other.evidence("/model/version", "2.0.0");
    var second = other.situation().observed().pods().getFirst();
    mixed.pods = pods -> List.of(pods.get(1), second);
    assertThat(NextStatus.of(mixed.situation()).model()).isNull();
  }

  @Test
  void theStatusStaysSmall() throws Exception {
    Scene scene = new Scene();
    scene.spec("/replicas", 2);
    scene.spec("/governance/purpose", "x".repeat(1024));
    scene
        .evidence("/model/version", "1.0.0-" + "a".repeat(1000))
        .evidence("/model/cipher", "c".repeat(4000));
    byte[] text = JSON.writeValueAsBytes(NextStatus.of(scene.situation()));
    assertThat(text.length).as(new String(text, StandardCharsets.UTF_8)).isLessThan(16 * 1024);
  }

  @Test
  void aSpecThatIsNotAcceptedIsStillAnswered() {
    Scene scene = new Scene();
    scene.spec("/model", null);
    ModelDeploymentStatus status = NextStatus.of(scene.situation());
    assertThat(status.condition("Accepted").orElseThrow().reason()).isEqualTo("SpecIncomplete");
    assertThat(status.condition("Stalled").orElseThrow().status()).isEqualTo(Condition.Status.True);
    assertThat(status.compliance().controls())
        .noneMatch(c -> c.id().startsWith("model-") && c.finding() == Finding.Satisfied);
  }

  private static ControlStatus control(ModelDeploymentStatus status, String id) {
    return status.compliance().controls().stream()
        .filter(c -> c.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
