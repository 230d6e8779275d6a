package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.EncodedKeys;
import dev.martello.sealedmodel.keys.KeyAlgorithm;
import java.security.PublicKey;

/** A recipient's public key that we only carry: RSA, X25519 or ML-KEM-768. */
public final class EncodedPublicKey implements SealRecipient {
  private final KeyAlgorithm algorithm;
  private final PublicKey key;

  EncodedPublicKey(KeyAlgorithm algorithm, PublicKey key) {
    this.algorithm = algorithm;
    this.key = key;
  }

  static EncodedPublicKey parse(KeyAlgorithm algorithm, byte[] spki, String where)
      throws ModelRefused {
    try {
      return new EncodedPublicKey(algorithm, EncodedKeys.publicKey(algorithm, spki));
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Reason.KeyMalformed,
          where + ": " + e.getMessage() + "; make one with: martello keygen",
          e);
    }
  }

  PublicKey key() {
    return key;
  }

  @Override
  public RecipientKind kind() {
    return algorithm.kind();
  }

  @Override
  public String keyId() {
    return "sha256:" + Sha256.hexOf(key.getEncoded());
  }

  @Override
  public String toString() {
    return "EncodedPublicKey[" + kind().label() + " " + keyId() + "]";
  }
}
