package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.KeyAlgorithm;

/** A recipient's public key that we only carry: RSA, X25519 or ML-KEM-768. */
public final class EncodedPublicKey implements SealRecipient {
  private final KeyAlgorithm algorithm;
  private final byte[] spki;

  private EncodedPublicKey(KeyAlgorithm algorithm, byte[] spki) {
    this.algorithm = algorithm;
    this.spki = spki.clone();
  }

  static EncodedPublicKey parse(KeyAlgorithm algorithm, byte[] spki, String where)
      throws ModelRefused {
    try {
      algorithm.requirePublicKey(spki);
      return new EncodedPublicKey(algorithm, spki);
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Reason.KeyMalformed,
          where + ": " + e.getMessage() + "; make one with: martello keygen",
          e);
    }
  }

  KeyAlgorithm algorithm() {
    return algorithm;
  }

  /** DER SubjectPublicKeyInfo. */
  byte[] encoded() {
    return spki.clone();
  }

  @Override
  public RecipientKind kind() {
    return algorithm.kind();
  }

  @Override
  public String keyId() {
    return "sha256:" + Sha256.hexOf(spki);
  }

  @Override
  public String toString() {
    return "EncodedPublicKey[" + kind().label() + " " + keyId() + "]";
  }
}
