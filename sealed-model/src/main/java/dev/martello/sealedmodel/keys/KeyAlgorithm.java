package dev.martello.sealedmodel.keys;

import dev.martello.sealedmodel.RecipientKind;
import dev.martello.sealedmodel.encoding.DerBounds;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Algorithms of recipients' keys beside P-256, and their private keys. Needs no security provider
 * but the JDK's, since every pod reads its key with this; {@link EncodedKeys} is for who seals.
 */
public enum KeyAlgorithm {
  RSA(RecipientKind.RSA_OAEP, "RSA", PKCSObjectIdentifiers.rsaEncryption),
  X25519(RecipientKind.X25519, "X25519", EdECObjectIdentifiers.id_X25519),
  ML_KEM_768(RecipientKind.ML_KEM_768, "ML-KEM-768", NISTObjectIdentifiers.id_alg_ml_kem_768);

  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;

  private final RecipientKind kind;
  private final String name;
  private final String oid;

  KeyAlgorithm(RecipientKind kind, String name, ASN1ObjectIdentifier oid) {
    this.kind = kind;
    this.name = name;
    this.oid = oid.getId();
  }

  public RecipientKind kind() {
    return kind;
  }

  /** What a SubjectPublicKeyInfo says that it holds; nothing if it is none of these. */
  public static Optional<KeyAlgorithm> ofPublicKey(byte[] spki) {
    return DerBounds.hold(spki)
        ? of(() -> SubjectPublicKeyInfo.getInstance(spki).getAlgorithm().getAlgorithm())
        : Optional.empty();
  }

  /** The same for a PKCS#8 PrivateKeyInfo. */
  public static Optional<KeyAlgorithm> ofPrivateKey(byte[] pkcs8) {
    return DerBounds.hold(pkcs8)
        ? of(() -> PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm().getAlgorithm())
        : Optional.empty();
  }

  private interface Oid {
    ASN1ObjectIdentifier read();
  }

  private static Optional<KeyAlgorithm> of(Oid oid) {
    try {
      ASN1ObjectIdentifier read = oid.read();
      return Arrays.stream(values()).filter(one -> one.oid.equals(read.getId())).findFirst();
    } catch (RuntimeException e) {
      return Optional.empty(); // not such a structure
    }
  }

  /**
   * Reads a SubjectPublicKeyInfo, only to know that it is right.
   *
   * @throws IllegalArgumentException if it is not the one encoding of a key of this algorithm
   */
  public void requirePublicKey(byte[] spki) {
    try {
      if (!Arrays.equals(this == ML_KEM_768 ? MlKemPublicKey.again(spki) : again(spki), spki)) {
        throw new IllegalArgumentException("the " + name + " key is not encoded as DER asks for");
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKey("public", e);
    }
  }

  private byte[] again(byte[] spki) throws GeneralSecurityException {
    PublicKey key = KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(spki));
    if (key instanceof RSAKey rsa) {
      requireRsaSize(rsa);
    }
    return key.getEncoded();
  }

  /**
   * Reads a PKCS#8 PrivateKeyInfo.
   *
   * @throws IllegalArgumentException if it is not a key of this algorithm
   */
  public PrivateKey privateKey(byte[] pkcs8) {
    try {
      return this == ML_KEM_768
          ? MlKemPrivateKey.parse(pkcs8)
          : KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKey("private", e);
    }
  }

  /**
   * The public half, as DER SubjectPublicKeyInfo.
   *
   * @param key as {@link #privateKey} read it
   * @throws IllegalArgumentException if the key does not hold what it takes
   */
  public byte[] publicKeyOf(PrivateKey key) {
    try {
      return switch (this) {
        case RSA -> {
          RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
          requireRsaSize(rsa);
          yield KeyFactory.getInstance(name)
              .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()))
              .getEncoded();
        }
        case X25519 -> Curve25519.publicKeyOf(key);
        case ML_KEM_768 -> ((MlKemPrivateKey) key).publicKey();
      };
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKey("private", e);
    }
  }

  private static void requireRsaSize(RSAKey key) {
    int bits = key.getModulus().bitLength();
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
      throw new IllegalArgumentException(
          "an RSA key must have "
              + LEAST_RSA_BITS
              + " to "
              + MOST_RSA_BITS
              + " bits, this one has "
              + bits);
    }
  }

  private IllegalArgumentException notAKey(String half, Exception cause) {
    return cause instanceof IllegalArgumentException known && known.getCause() == null
        ? known
        : new IllegalArgumentException("not a " + half + " key for " + name, cause);
  }

  /** As Java's security providers call it. */
  String algorithm() {
    return name;
  }
}
