package dev.martello.operator.evidence;

import dev.martello.operator.certificates.OperatorIdentity;
import dev.martello.operator.observed.ManagementTls;
import dev.martello.operator.observed.Try;
import java.time.InstantSource;

/** One visit: first the evidence, and then, if something answered there, what must not work. */
public final class PodVisitor {
  private final ManagementPort managementPort;
  private final Attempts attempts;

  public PodVisitor(OperatorIdentity identity, InstantSource clock) {
    this.managementPort = new ManagementPort(identity, clock);
    this.attempts = new Attempts(clock);
  }

  /** Never throws: whatever goes wrong is in the answer. */
  Knock visit(PodAddress pod) {
    ManagementPort.Answer answer = managementPort.ask(pod);
    if (!answer.reached()) {
      // Without an answer there, silence on another port would prove nothing.
      Try none = Try.notTried("the management port does not answer");
      return new Knock(
          answer.evidence(),
          new ManagementTls(answer.tls13(), none, none, answer.certificateSha256()),
          none);
    }
    // At once after the management port answered: that is its positive control.
    Try inference = attempts.inferencePort(pod);
    ManagementTls tls =
        new ManagementTls(
            answer.tls13(),
            attempts.tls12(pod),
            attempts.plaintext(pod),
            answer.certificateSha256());
    return new Knock(answer.evidence(), tls, inference);
  }
}
