package dev.martello.sealedmodel.keys;

import dev.martello.sealedmodel.encoding.Hex;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** Key agreement on Curve25519 (RFC 7748), with the JDK's key types. */
public final class Curve25519 {
  private static final int BYTES = 32;

  /** SubjectPublicKeyInfo has one form for these keys, RFC 8410 section 4. */
  private static final byte[] PREFIX = Hex.bytes("302a300506032b656e032100");

  private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

  private Curve25519() {}

  /** The shared secret with the public key of these 32 bytes. */
  public static byte[] agree(PrivateKey key, byte[] publicKey) throws GeneralSecurityException {
    if (publicKey.length != BYTES) {
      throw new IllegalArgumentException("the sender's key has another length");
    }
    return agree(key, factory().generatePublic(new X509EncodedKeySpec(encoded(publicKey))));
  }

  /** DER: what multiplying the base point gives is the public key, RFC 7748 section 6.1. */
  static byte[] publicKeyOf(PrivateKey key) throws GeneralSecurityException {
    PublicKey basePoint =
        factory().generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, BASE_POINT));
    return encoded(agree(key, basePoint));
  }

  private static byte[] agree(PrivateKey key, PublicKey other) throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("X25519");
    agreement.init(key);
    agreement.doPhase(other, true);
    return agreement.generateSecret();
  }

  private static byte[] encoded(byte[] publicKey) {
    byte[] der = new byte[PREFIX.length + BYTES];
    System.arraycopy(PREFIX, 0, der, 0, PREFIX.length);
    System.arraycopy(publicKey, 0, der, PREFIX.length, BYTES);
    return der;
  }

  private static KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance("X25519");
  }
}
