package dev.martello.sealedmodel;

import java.security.GeneralSecurityException;
import java.security.Signature;

/** A signer's P-256 private key. Prints as its key id. */
public final class SigningKey implements AutoCloseable {
  private final P256PrivateKey key;

  private SigningKey(P256PrivateKey key) {
    this.key = key;
  }

  /**
   * Reads a key file.
   *
   * @param file one PEM block {@code PRIVATE KEY}: PKCS#8, not encrypted
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  public static SigningKey parse(byte[] file, String where) throws ModelRefused {
    return new SigningKey(P256PrivateKey.parse(file, where));
  }

  /** The public half, to verify what this key signs. */
  public Signer signer(String name) {
    return new Signer(name, key.publicKey().key());
  }

  /** ECDSA with SHA-256, DER. */
  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key.key());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign with ECDSA on P-256", e);
    }
  }

  @Override
  public void close() {
    key.close();
  }

  @Override
  public String toString() {
    return "SigningKey[" + key.keyId() + "]";
  }
}
