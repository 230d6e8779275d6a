package dev.martello.operator.desired;

/**
 * Why a spec that passed the API server's validation is not accepted: the reasons of {@code
 * Accepted} False.
 */
public enum Rejection {
  /**
   * {@code spec.runtime} is no name on the operator's allow-list, or the list's image has no
   * digest.
   */
  RuntimeNotAllowed,
  /** No ModelTrust of the namespace names a signer. */
  NoTrustedSigner,
  /** A ModelTrust holds something that isn't a public key. */
  SignerKeyMalformed,
  /** The model is an image, and this cluster's API server drops image volumes. */
  ImageVolumeUnsupported,
  /** A ModelTrust demands an evaluation in the cluster, and the spec has none. */
  EvaluationRequired,
  /** A resource other than cpu and memory, or a quantity that can't be read. */
  ResourcesInvalid,
  /** The spec lacks what CEL would have demanded: it was written around the schema. */
  SpecIncomplete
}
