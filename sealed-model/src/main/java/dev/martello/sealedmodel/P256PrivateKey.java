package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Pem;
import dev.martello.sealedmodel.keys.P256;
import dev.martello.sealedmodel.keys.P256Der;
import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;

/** A recipient's P-256 private key. Prints as its key id. */
public final class P256PrivateKey implements RecipientKey {
  private final byte[] scalar;
  private final P256PublicKey publicKey;
  private volatile boolean closed;

  private P256PrivateKey(byte[] scalar) {
    this.scalar = scalar;
    this.publicKey = new P256PublicKey(P256.publicKeyOf(new BigInteger(1, scalar)));
  }

  /**
   * Reads a key file.
   *
   * @param file one PEM block {@code PRIVATE KEY}: PKCS#8, not encrypted
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  public static P256PrivateKey parse(byte[] file, String where) throws ModelRefused {
    byte[] der = Pem.read(file, "PRIVATE KEY", where);
    try {
      return new P256PrivateKey(P256Der.scalar(der));
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Reason.KeyMalformed, where + ": " + e.getMessage() + "; give an EC P-256 private key", e);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  public P256PublicKey publicKey() {
    return publicKey;
  }

  @Override
  public String keyId() {
    return publicKey.keyId();
  }

  ECPrivateKey key() {
    if (closed) {
      throw new IllegalStateException("the key is closed");
    }
    return P256.privateKey(new BigInteger(1, scalar));
  }

  /** Overwrites our copy of the private value; the JDK's own copies are left to the collector. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(scalar, (byte) 0);
  }

  @Override
  public String toString() {
    return "P256PrivateKey[" + keyId() + "]";
  }
}
