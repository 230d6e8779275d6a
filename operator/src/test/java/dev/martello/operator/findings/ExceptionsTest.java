package dev.martello.operator.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.ComplianceException;
import dev.martello.crds.ComplianceExceptionSpec;
import dev.martello.crds.Condition.Status;
import dev.martello.crds.Finding;
import dev.martello.operator.observed.Scene;
import dev.martello.operator.status.NextStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an approver accepts, for how long, and what it changes. */
class ExceptionsTest {
  private static final String LATER = "2026-11-23T09:00:00Z";
  private final Scene scene = new Scene().spec("/governance/owner", null);

  static ComplianceException exception(
      String name, String deployment, String control, String expires) {
    ComplianceException exception = new ComplianceException();
    exception.getMetadata().setName(name);
    exception.setSpec(
        new ComplianceExceptionSpec(
            deployment, control, "moves next week", expires, "risk@example.org"));
    return exception;
  }

  private Verdict owner() {
    return Catalog.judge(scene.situation()).stream()
        .filter(judged -> judged.check().id().equals("owner-named"))
        .findFirst()
        .orElseThrow()
        .verdict();
  }

  @Test
  void turnsNotSatisfiedIntoAccepted() {
    scene.exceptions = List.of(exception("e", "breast-cancer", "owner-named", LATER));
    assertThat(owner().finding()).isEqualTo(Finding.Accepted);
    assertThat(owner().reason()).isEqualTo("ExceptionApproved");
    assertThat(owner().evidence())
        .contains("OwnerMissing", "risk@example.org", LATER, "moves next week");
  }

  @Test
  void acceptedIsCountedApartAndEnoughForCompliant() {
    scene.exceptions = List.of(exception("e", "breast-cancer", "owner-named", LATER));
    var status = NextStatus.of(scene.situation());
    assertThat(status.compliance().accepted()).isEqualTo(1);
    assertThat(status.compliance().satisfied()).isEqualTo(status.compliance().counted() - 1);
    assertThat(status.condition("Compliant").orElseThrow().status()).isEqualTo(Status.True);
    assertThat(status.condition("Compliant").orElseThrow().message())
        .contains("1 accepted for a time")
        .contains("owner-named");
  }

  @Test
  void conditionOfATopicSaysWhatIsAndNotWhatIsAccepted() {
    scene.signers = List.of(Scene.signer("another"));
    scene.exceptions = List.of(exception("e", "breast-cancer", "model-signature", LATER));
    var condition = NextStatus.of(scene.situation()).condition("ModelVerified").orElseThrow();
    assertThat(condition.status()).isEqualTo(Status.False);
    assertThat(condition.reason()).isEqualTo("ExceptionApproved");
  }

  @Test
  void endsAtItsTime() {
    scene.exceptions = List.of(exception("e", "breast-cancer", "owner-named", LATER));
    assertThat(Exceptions.nextEnd(scene.situation())).contains(Instant.parse(LATER));
    scene.now = Instant.parse(LATER);
    assertThat(owner().finding()).isEqualTo(Finding.NotSatisfied);
    assertThat(owner().evidence()).contains("exception e ended on " + LATER);
    assertThat(Exceptions.nextEnd(scene.situation())).isEmpty();
  }

  @Test
  void longestOfSeveralCounts() {
    scene.exceptions =
        List.of(
            exception("old", "breast-cancer", "owner-named", "2026-11-01T00:00:00Z"),
            exception("new", "breast-cancer", "owner-named", LATER));
    assertThat(owner().finding()).isEqualTo(Finding.Accepted);
  }

  @Test
  void nothingElseIsAccepted() {
    scene.exceptions =
        List.of(
            exception("other", "another", "owner-named", LATER),
            exception("control", "breast-cancer", "data-classified", LATER),
            exception("malformed", "breast-cancer", "owner-named", "next year"));
    assertThat(owner().finding()).isEqualTo(Finding.NotSatisfied);
    scene.embedded = true;
    scene.exceptions = List.of(exception("e", "breast-cancer", "network-egress", LATER));
    assertThat(Catalog.judge(scene.situation()))
        .filteredOn(judged -> judged.check().id().equals("network-egress"))
        .allMatch(judged -> judged.verdict().finding() == Finding.Unknown);
  }
}
