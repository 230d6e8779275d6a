package dev.martello.operator.evidence;

import dev.martello.crds.Probing;
import dev.martello.operator.certificates.OperatorIdentity;
import dev.martello.operator.observed.ManagementTls;
import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Try;
import java.time.Duration;
import java.time.InstantSource;

/** One visit: first the evidence, and then, if something answered there, what must not work. */
public final class PodVisitor {
  private final ManagementPort managementPort;
  private final Attempts attempts;
  private final PositiveControls controls;

  /**
   * @param interval between two rounds of gathering
   */
  public PodVisitor(
      OperatorIdentity identity,
      InstantSource clock,
      Duration interval,
      PositiveControls controls) {
    this.controls = controls;
    this.managementPort = new ManagementPort(identity, clock, interval);
    this.attempts = new Attempts(clock);
  }

  private static boolean signedByAnother(ManagementPort.Answer answer) {
    return answer.evidence() instanceof Sight.Unseen<Receipt> unseen
        && unseen.reason().equals(EvidenceFailure.EvidenceSignatureInvalid.name());
  }

  /** Never throws: whatever goes wrong is in the answer. */
  Knock visit(PodAddress pod, Probing probing) {
    ManagementPort.Answer answer = managementPort.ask(pod, controls.query(probing));
    if (signedByAnother(answer)) {
      // The pod may have taken a renewed certificate between handshake and signing: once more, with
      // a handshake of its own.
      answer = managementPort.ask(pod, controls.query(probing));
    }
    if (!answer.reached()) {
      // Without an answer there, silence on another port would prove nothing.
      Try none = Try.notTried("the management port does not answer");
      return new Knock(
          answer.evidence(),
          new ManagementTls(answer.tls13(), none, none, answer.certificateSha256()),
          none);
    }
    // At once after the management port answered: that is its positive control.
    Try inference =
        probing == Probing.On
            ? attempts.inferencePort(pod)
            : Try.notTried("spec.compliance.probing is Off");
    Sight<Receipt> evidence =
        answer.evidence() instanceof Sight.Seen<Receipt> seen && probing == Probing.On
            ? Sight.seen(seen.value().with(controls.make(attempts)))
            : answer.evidence();
    ManagementTls tls =
        new ManagementTls(
            answer.tls13(),
            attempts.tls12(pod),
            attempts.plaintext(pod),
            answer.certificateSha256());
    return new Knock(evidence, tls, inference);
  }
}
