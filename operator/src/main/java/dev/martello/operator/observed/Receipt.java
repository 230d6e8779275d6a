package dev.martello.operator.observed;

import java.time.Instant;

/**
 * An evidence document that answered our nonce over TLS 1.3 with a certificate of our CA.
 *
 * @param receivedAt by the operator's clock; the document's own time is only the pod's word
 */
public record Receipt(Evidence evidence, Instant receivedAt) {}
