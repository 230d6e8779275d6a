package dev.martello.operator.evidence;

/**
 * Why there is no evidence of a pod: the reasons of {@code Sight.Unseen}, which go into findings.
 */
public enum EvidenceFailure {
  /** No connection, no answer in time, or an answer without a document. */
  EvidenceMissing,
  /** An answer that isn't an evidence document, or too long. */
  EvidenceMalformed,
  /** A document that does not carry our nonce, or an old time. */
  EvidenceNotFresh,
  /** A document that isn't signed with the key of the certificate that the pod showed. */
  EvidenceSignatureInvalid,
  /** The last document is older than two rounds, and the pod has been silent since. */
  EvidenceStale,
  /** The certificate doesn't lead to our CA or doesn't bear the Service's name. */
  ServerNotTrusted
}
