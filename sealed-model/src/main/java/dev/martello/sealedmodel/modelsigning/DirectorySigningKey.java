package dev.martello.sealedmodel.modelsigning;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.encoding.DerBounds;
import dev.martello.sealedmodel.encoding.Pem;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** A signer's private key on P-256, P-384 or P-521. Prints as its key id. */
public final class DirectorySigningKey {
  private final ECPrivateKey key;
  private final Curve curve;
  private final VerificationKey publicKey;

  private DirectorySigningKey(ECPrivateKey key, Curve curve, VerificationKey publicKey) {
    this.key = key;
    this.curve = curve;
    this.publicKey = publicKey;
  }

  /**
   * Reads a PEM block {@code PRIVATE KEY} (PKCS#8).
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  public static DirectorySigningKey parse(byte[] pem, String where) throws ModelRefused {
    byte[] pkcs8 = Pem.read(pem, "PRIVATE KEY", where);
    try {
      if (DerBounds.hold(pkcs8)) {
        return of(pkcs8, where);
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKey(where);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
    throw notAKey(where);
  }

  private static DirectorySigningKey of(byte[] pkcs8, String where)
      throws GeneralSecurityException, ModelRefused {
    KeyFactory factory = KeyFactory.getInstance("EC");
    ECPrivateKey key = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    for (Curve curve : Curve.values()) {
      X9ECParameters named = CustomNamedCurves.getByOID(new ASN1ObjectIdentifier(curve.oid()));
      BigInteger scalar = key.getS();
      if (!named.getN().equals(key.getParams().getOrder())
          || scalar.signum() <= 0
          || scalar.compareTo(named.getN()) >= 0) {
        continue;
      }
      ECPoint point = new FixedPointCombMultiplier().multiply(named.getG(), scalar).normalize();
      java.security.spec.ECPoint affine =
          new java.security.spec.ECPoint(
              point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
      VerificationKey publicKey =
          VerificationKey.of(
              factory.generatePublic(new ECPublicKeySpec(affine, key.getParams())), where);
      return new DirectorySigningKey(key, curve, publicKey);
    }
    throw notAKey(where);
  }

  private static ModelRefused notAKey(String where) {
    return new ModelRefused(
        Reason.KeyMalformed,
        where + ": is no EC private key on P-256, P-384 or P-521; give a signer's private key");
  }

  public VerificationKey publicKey() {
    return publicKey;
  }

  byte[] sign(byte[] message) {
    try {
      Signature ecdsa = Signature.getInstance(curve.algorithm());
      ecdsa.initSign(key);
      ecdsa.update(message);
      return ecdsa.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign with ECDSA", e);
    }
  }

  @Override
  public String toString() {
    return "DirectorySigningKey[" + publicKey.keyId() + "]";
  }
}
