package dev.martello.operator.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.ComplianceStatus;
import dev.martello.crds.Condition.Status;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.ProfileCheck;
import dev.martello.operator.observed.Scene;
import dev.martello.operator.status.NextStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which checks count by which profile, and under which ids. */
class ProfileTest {
  private final Scene scene = new Scene();

  private ModelDeploymentStatus status() {
    return NextStatus.of(scene.situation());
  }

  private static ProfileCheck entry(String check, String... controls) {
    return new ProfileCheck(check, List.of(controls), false, Map.of());
  }

  private void house(ProfileCheck... checks) {
    scene.spec("/compliance/profile", "house");
    scene.profiles = List.of(ManualRows.profile("house", List.of(checks)));
  }

  @Test
  void theStandardIsTheDefaultAndCountsAll() {
    ComplianceStatus compliance = status().compliance();
    assertThat(compliance.profile()).isEqualTo("iso27001-2022");
    assertThat(compliance.controls()).hasSize(Catalog.CHECKS.size());
  }

  @Test
  void minimalCountsLessAndEveryConditionStaysAsItIs() {
    scene.spec("/governance/owner", null);
    scene.evidence("/accessLog", "none");
    assertThat(status().condition("Compliant").orElseThrow().status()).isEqualTo(Status.False);
    scene.spec("/compliance/profile", "minimal");
    ModelDeploymentStatus minimal = status();
    assertThat(minimal.compliance().profile()).isEqualTo("minimal");
    assertThat(minimal.compliance().controls()).hasSize(14);
    assertThat(minimal.condition("Compliant").orElseThrow().status()).isEqualTo(Status.True);
    assertThat(minimal.condition("ResourcesBounded").orElseThrow().status()).isEqualTo(Status.True);

    scene.evidence("/cgroup", null);
    assertThat(status().condition("ResourcesBounded").orElseThrow().status())
        .as("a condition speaks of what its checks found, whether they count or not")
        .isEqualTo(Status.Unknown);
    assertThat(status().condition("Compliant").orElseThrow().status()).isEqualTo(Status.True);
  }

  @Test
  void aProfileOfOnesOwnHasItsOrderItsIdsAndItsFramework() {
    house(entry("token-absent", "H-2", "H-7"), entry("model-signature"));
    ComplianceStatus compliance = status().compliance();
    assertThat(compliance.profile()).isEqualTo("house");
    assertThat(compliance.framework()).isEqualTo("House rules 7");
    assertThat(compliance.controls())
        .extracting(ControlStatus::id, ControlStatus::control)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("token-absent", "H-2, H-7"),
            org.assertj.core.groups.Tuple.tuple("model-signature", "A.5.21, A.8.24"));
    assertThat(compliance.score()).isEqualTo("2/2");
  }

  @Test
  void aCheckThatThisOperatorDoesNotHaveIsUnknownAndNotLost() {
    house(entry("owner-named"), entry("quantum-safe", "H-9"));
    ModelDeploymentStatus status = status();
    assertThat(status.compliance().controls())
        .extracting(ControlStatus::finding)
        .containsExactly(Finding.Satisfied, Finding.Unknown);
    assertThat(status.compliance().controls().getLast().reason()).isEqualTo("CheckNotKnown");
    assertThat(status.condition("Compliant").orElseThrow().status()).isEqualTo(Status.Unknown);
  }

  @Test
  void aProfileThatIsNotThereLeavesCompliantUnknown() {
    scene.spec("/compliance/profile", "gone");
    ModelDeploymentStatus status = status();
    assertThat(status.condition("Compliant").orElseThrow())
        .satisfies(c -> assertThat(c.status()).isEqualTo(Status.Unknown))
        .satisfies(c -> assertThat(c.reason()).isEqualTo("ProfileNotFound"))
        .satisfies(c -> assertThat(c.message()).contains("gone"));
    assertThat(status.compliance().profile()).isEqualTo("iso27001-2022");
    assertThat(status.condition("Ready").orElseThrow().status()).isEqualTo(Status.True);
  }

  @Test
  void whatTheProfileDemandsMayBeAcceptedForATime() {
    ManualRows.demanding("accuracy-evaluated", true, Map.of()).accept(scene);
    assertThat(status().condition("Compliant").orElseThrow().status()).isEqualTo(Status.False);
    scene.exceptions =
        List.of(
            ExceptionsTest.exception(
                "e", "breast-cancer", "accuracy-evaluated", "2027-01-01T00:00:00Z"));
    assertThat(status().compliance().accepted()).isEqualTo(1);
    assertThat(status().condition("Compliant").orElseThrow().status()).isEqualTo(Status.True);
  }

  @Test
  void enforcementBlocksOnlyByWhatTheProfileCounts() {
    scene.spec("/governance/owner", null).spec("/compliance/enforcement", "Block");
    assertThat(status().refused()).isNotNull();
    scene.spec("/compliance/profile", "minimal");
    assertThat(status().refused()).isNull();
    scene.spec("/compliance/profile", "gone");
    assertThat(status().refused()).as("what can't be judged never blocks").isNull();
  }

  @Test
  void anAttestationIsShownWithWhoAndUntilWhen() {
    ManualRows.attested("vulnerability-review", "2026-11-01", "2027-01-31").accept(scene);
    assertThat(status().compliance().controls())
        .filteredOn(control -> control.id().equals("vulnerability-review"))
        .singleElement()
        .satisfies(c -> assertThat(c.finding()).isEqualTo(Finding.Manual))
        .satisfies(
            c ->
                assertThat(c.evidence())
                    .contains("ciso@example.org", "2026-11-01", "2027-01-31", "SEC-1", "sha256:"));
  }
}
