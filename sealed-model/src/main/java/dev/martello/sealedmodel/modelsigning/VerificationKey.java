package dev.martello.sealedmodel.modelsigning;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.encoding.DerBounds;
import dev.martello.sealedmodel.encoding.Pem;
import dev.martello.sealedmodel.encoding.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;

/** A signer's public key on P-256, P-384 or P-521. */
public final class VerificationKey {
  private final ECPublicKey key;
  private final Curve curve;

  private VerificationKey(ECPublicKey key, Curve curve) {
    this.key = key;
    this.curve = curve;
  }

  /**
   * Reads a PEM block {@code PUBLIC KEY}.
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  public static VerificationKey parse(byte[] pem, String where) throws ModelRefused {
    byte[] spki = Pem.read(pem, "PUBLIC KEY", where);
    try {
      if (DerBounds.hold(spki)) {
        return of(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki)), where);
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKey(where);
    }
    throw notAKey(where);
  }

  static VerificationKey of(PublicKey key, String where) throws ModelRefused {
    Curve curve = Curve.of(key).orElseThrow(() -> notAKey(where));
    return new VerificationKey((ECPublicKey) key, curve);
  }

  private static ModelRefused notAKey(String where) {
    return new ModelRefused(
        Reason.KeyMalformed,
        where + ": is no EC public key on P-256, P-384 or P-521; give a signer's public key");
  }

  public ECPublicKey key() {
    return key;
  }

  /** Whether it is on the one curve that pods know. */
  public boolean isP256() {
    return curve == Curve.P256;
  }

  /** {@code sha256:} and the hex SHA-256 of the DER SubjectPublicKeyInfo. */
  public String keyId() {
    return "sha256:" + Sha256.hexOf(key.getEncoded());
  }

  /** SHA-256 of the key as PEM text, which a bundle points to it with. */
  String hint() {
    return Sha256.hexOf(Pem.write("PUBLIC KEY", key.getEncoded()));
  }

  boolean holds(byte[] message, byte[] signature) {
    try {
      Signature ecdsa = Signature.getInstance(curve.algorithm());
      ecdsa.initVerify(key);
      ecdsa.update(message);
      return ecdsa.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // no DER, or no ECDSA signature
    }
  }
}
