package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.KeyAlgorithm;
import java.security.PrivateKey;
import java.util.Arrays;

/**
 * A recipient's private key for RSA, X25519 or ML-KEM-768, kept as its PKCS#8 bytes so that it can
 * be overwritten. Prints as its key id.
 */
public final class EncodedPrivateKey implements RecipientKey {
  private final KeyAlgorithm algorithm;
  private final byte[] pkcs8;
  private final String keyId;
  private volatile boolean closed;

  private EncodedPrivateKey(KeyAlgorithm algorithm, byte[] pkcs8, String keyId) {
    this.algorithm = algorithm;
    this.pkcs8 = pkcs8.clone();
    this.keyId = keyId;
  }

  static EncodedPrivateKey parse(KeyAlgorithm algorithm, byte[] pkcs8, String where)
      throws ModelRefused {
    try {
      PrivateKey key = algorithm.privateKey(pkcs8);
      String id = "sha256:" + Sha256.hexOf(algorithm.publicKeyOf(key));
      return new EncodedPrivateKey(algorithm, pkcs8, id);
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Reason.KeyMalformed,
          where + ": " + e.getMessage() + "; give the recipient's private key",
          e);
    }
  }

  PrivateKey key() {
    if (closed) {
      throw new IllegalStateException("the key is closed");
    }
    return algorithm.privateKey(pkcs8);
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(pkcs8, (byte) 0);
  }

  @Override
  public String toString() {
    return "EncodedPrivateKey[" + keyId + "]";
  }
}
