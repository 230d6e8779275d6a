package dev.martello.operator.observed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An evidence document that answered our nonce, signed with the key of the certificate that the pod
 * showed in the TLS handshake.
 *
 * @param receivedAt by the operator's clock; the document's own time is only the pod's word
 * @param goodFor two rounds of gathering; older evidence counts for nothing
 * @param controls the operator's own attempts on the targets of the pod's, in the same minute
 */
public record Receipt(
    Evidence evidence, Instant receivedAt, Duration goodFor, List<Control> controls) {
  public Receipt {
    controls = List.copyOf(controls);
  }

  public boolean stale(Instant now) {
    return receivedAt.plus(goodFor).isBefore(now);
  }

  public Receipt with(List<Control> made) {
    return new Receipt(evidence, receivedAt, goodFor, made);
  }
}
