package dev.martello.sealedmodel.keys;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidParameterSpecException;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;

/** The curve P-256 (secp256r1, FIPS 186-5), with the JDK's key types. */
public final class P256 {
  /** Bytes of a scalar and of a coordinate. */
  public static final int BYTES = 32;

  private static final ECParameterSpec CURVE = curve();

  private P256() {}

  public static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(CURVE);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot generate P-256 keys", e);
    }
  }

  /**
   * The same key in the form of the JDK, checked.
   *
   * @throws IllegalArgumentException if the key is of another curve, or its point not on P-256
   */
  public static ECPublicKey publicKey(ECPublicKey key) {
    ECParameterSpec curve = key.getParams();
    if (!curve.getCurve().equals(CURVE.getCurve())
        || !curve.getGenerator().equals(CURVE.getGenerator())
        || !curve.getOrder().equals(CURVE.getOrder())) {
      throw new IllegalArgumentException("the key is not on the curve P-256");
    }
    return publicKey(key.getW());
  }

  /**
   * The public key with this point.
   *
   * @throws IllegalArgumentException if the point is not on the curve
   */
  public static ECPublicKey publicKey(ECPoint point) {
    if (!isOnCurve(point)) {
      throw new IllegalArgumentException("the point is not on the curve P-256");
    }
    try {
      return (ECPublicKey) factory().generatePublic(new ECPublicKeySpec(point, CURVE));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a P-256 public key", e);
    }
  }

  /**
   * The private key with this value.
   *
   * @param scalar 1 to the order less one
   * @throws IllegalArgumentException if it is not
   */
  public static ECPrivateKey privateKey(BigInteger scalar) {
    if (scalar.signum() <= 0 || scalar.compareTo(CURVE.getOrder()) >= 0) {
      throw new IllegalArgumentException("the private value is out of range");
    }
    try {
      return (ECPrivateKey) factory().generatePrivate(new ECPrivateKeySpec(scalar, CURVE));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a P-256 private key", e);
    }
  }

  /** The public key that belongs to a private one; PKCS#8 files need not hold it. */
  public static ECPublicKey publicKeyOf(BigInteger scalar) {
    ECPoint generator = CURVE.getGenerator();
    // Not from Bouncy Castle's table of curves, which brings all of them.
    org.bouncycastle.math.ec.ECPoint point =
        new SecP256R1Curve()
            .createPoint(generator.getAffineX(), generator.getAffineY())
            .multiply(scalar)
            .normalize();
    return publicKey(
        new ECPoint(
            point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger()));
  }

  private static boolean isOnCurve(ECPoint point) {
    BigInteger p = ((ECFieldFp) CURVE.getCurve().getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x == null || y == null || outOfField(x, p) || outOfField(y, p)) {
      return false; // x and y are null at infinity
    }
    BigInteger right =
        x.multiply(x).add(CURVE.getCurve().getA()).multiply(x).add(CURVE.getCurve().getB());
    return y.multiply(y).mod(p).equals(right.mod(p));
  }

  private static boolean outOfField(BigInteger coordinate, BigInteger p) {
    return coordinate.signum() < 0 || coordinate.compareTo(p) >= 0;
  }

  private static KeyFactory factory() throws NoSuchAlgorithmException {
    return KeyFactory.getInstance("EC");
  }

  private static ECParameterSpec curve() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (NoSuchAlgorithmException | InvalidParameterSpecException e) {
      throw new IllegalStateException("this Java has no P-256", e);
    }
  }
}
