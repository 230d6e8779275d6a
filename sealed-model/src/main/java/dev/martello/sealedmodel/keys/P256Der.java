package dev.martello.sealedmodel.keys;

import dev.martello.sealedmodel.encoding.DerBounds;
import dev.martello.sealedmodel.encoding.Hex;
import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * P-256 keys as DER: SubjectPublicKeyInfo (RFC 5480), of which with a named curve and an
 * uncompressed point there is exactly one form, and PKCS#8 (RFC 5958, RFC 5915).
 */
public final class P256Der {
  private static final byte[] PUBLIC_PREFIX =
      Hex.bytes("3059301306072a8648ce3d020106082a8648ce3d03010703420004");
  private static final byte[] PRIVATE_PREFIX =
      Hex.bytes("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420");
  private static final byte[] PRIVATE_MIDDLE = Hex.bytes("a14403420004");

  private static final byte UNCOMPRESSED = 4;

  private P256Der() {}

  public static byte[] ofPublicKey(ECPublicKey key) {
    byte[] der = Arrays.copyOf(PUBLIC_PREFIX, PUBLIC_PREFIX.length + 2 * P256.BYTES);
    putPoint(key, der, PUBLIC_PREFIX.length);
    return der;
  }

  /**
   * The key in a SubjectPublicKeyInfo.
   *
   * @throws IllegalArgumentException if these are not the bytes of a P-256 public key
   */
  public static ECPublicKey publicKey(byte[] der) {
    int start = PUBLIC_PREFIX.length;
    if (der.length != start + 2 * P256.BYTES
        || !Arrays.equals(der, 0, start, PUBLIC_PREFIX, 0, start)) {
      throw new IllegalArgumentException(
          "not a P-256 public key with a named curve and an uncompressed point");
    }
    return publicKey(der, start);
  }

  /**
   * The key with a point as SEC 1 writes it uncompressed (RFC 5480 section 2.2).
   *
   * @throws IllegalArgumentException if it is not a point of the curve in this form
   */
  public static ECPublicKey uncompressed(byte[] point) {
    if (point.length != 1 + 2 * P256.BYTES || point[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("not an uncompressed point of P-256");
    }
    return publicKey(point, 1);
  }

  private static ECPublicKey publicKey(byte[] bytes, int start) {
    return P256.publicKey(
        new ECPoint(
            new BigInteger(1, bytes, start, P256.BYTES),
            new BigInteger(1, bytes, start + P256.BYTES, P256.BYTES)));
  }

  /**
   * PKCS#8 with the public key inside, as OpenSSL writes it.
   *
   * @param scalar 32 bytes
   */
  public static byte[] ofPrivateKey(byte[] scalar, ECPublicKey publicKey) {
    int middle = PRIVATE_PREFIX.length + P256.BYTES;
    int point = middle + PRIVATE_MIDDLE.length;
    byte[] der = Arrays.copyOf(PRIVATE_PREFIX, point + 2 * P256.BYTES);
    System.arraycopy(scalar, 0, der, PRIVATE_PREFIX.length, P256.BYTES);
    System.arraycopy(PRIVATE_MIDDLE, 0, der, middle, PRIVATE_MIDDLE.length);
    putPoint(publicKey, der, point);
    return der;
  }

  /**
   * The private value in a PKCS#8 file.
   *
   * @return 32 bytes, for the caller to overwrite
   * @throws IllegalArgumentException if these are not the bytes of a P-256 private key
   */
  public static byte[] scalar(byte[] pkcs8) {
    if (!DerBounds.hold(pkcs8)) {
      throw new IllegalArgumentException("the key is not definite-length DER");
    }
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(ASN1Primitive.fromByteArray(pkcs8));
      AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
      if (!X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
          || !SECObjectIdentifiers.secp256r1.equals(algorithm.getParameters())) {
        throw new IllegalArgumentException("the key is not on the curve P-256");
      }
      BigInteger value = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
      P256.privateKey(value); // checks the range
      return unsigned(value);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("the key is not PKCS#8 with a P-256 key", e);
    }
  }

  /** A non-negative number of at most 256 bits as 32 bytes. */
  public static byte[] unsigned(BigInteger value) {
    byte[] signed = value.toByteArray();
    byte[] fixed = new byte[P256.BYTES];
    int length = Math.min(signed.length, P256.BYTES);
    System.arraycopy(signed, signed.length - length, fixed, P256.BYTES - length, length);
    Arrays.fill(signed, (byte) 0);
    return fixed;
  }

  private static void putPoint(ECPublicKey key, byte[] target, int offset) {
    System.arraycopy(unsigned(key.getW().getAffineX()), 0, target, offset, P256.BYTES);
    System.arraycopy(unsigned(key.getW().getAffineY()), 0, target, offset + P256.BYTES, P256.BYTES);
  }
}
