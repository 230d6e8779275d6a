package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Pem;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.P256;
import dev.martello.sealedmodel.keys.P256Der;
import java.security.interfaces.ECPublicKey;

/** A P-256 key to seal for. */
public record P256PublicKey(ECPublicKey key) implements SealRecipient {
  /**
   * Checks the curve and the point.
   *
   * @throws IllegalArgumentException if the key is not on P-256
   */
  public P256PublicKey {
    key = P256.publicKey(key);
  }

  /**
   * Reads a key file.
   *
   * @param file one PEM block {@code PUBLIC KEY}
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  public static P256PublicKey parse(byte[] file, String where) throws ModelRefused {
    byte[] der = Pem.read(file, "PUBLIC KEY", where);
    try {
      return new P256PublicKey(P256Der.publicKey(der));
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Reason.KeyMalformed,
          where + ": " + e.getMessage() + "; make one with: martello keygen --type p256",
          e);
    }
  }

  @Override
  public RecipientKind kind() {
    return RecipientKind.P256;
  }

  @Override
  public String keyId() {
    return "sha256:" + Sha256.hexOf(P256Der.ofPublicKey(key));
  }
}
