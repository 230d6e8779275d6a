package dev.martello.sealedmodel.keys;

import dev.martello.sealedmodel.RecipientKind;
import dev.martello.sealedmodel.encoding.DerBounds;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
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
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.bouncycastle.jcajce.interfaces.XDHPrivateKey;

/** Algorithms of recipients' keys beside P-256, between DER and Bouncy Castle's key types. */
public enum KeyAlgorithm {
  RSA(RecipientKind.RSA_OAEP, "RSA", PKCSObjectIdentifiers.rsaEncryption),
  X25519(RecipientKind.X25519, "X25519", EdECObjectIdentifiers.id_X25519),
  ML_KEM_768(RecipientKind.ML_KEM_768, "ML-KEM-768", NISTObjectIdentifiers.id_alg_ml_kem_768);

  private static final int NEW_RSA_BITS = 3072;
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

  /** A new pair, in the encodings that other tools read. */
  public KeyPair generate() {
    try {
      return switch (this) {
        case RSA -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
          generator.initialize(NEW_RSA_BITS);
          yield generator.generateKeyPair();
        }
        case X25519 -> KeyPairGenerator.getInstance(name).generateKeyPair();
        case ML_KEM_768 -> {
          KeyPair pair =
              KeyPairGenerator.getInstance(name, BouncyCastle.PROVIDER).generateKeyPair();
          // The seed alone, as RFC 9935 section 6 recommends.
          yield new KeyPair(
              pair.getPublic(), ((MLKEMPrivateKey) pair.getPrivate()).getPrivateKey(true));
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot generate " + name + " keys", e);
    }
  }

  /**
   * Reads a SubjectPublicKeyInfo.
   *
   * @throws IllegalArgumentException if it is not the one encoding of a key of this algorithm
   */
  public PublicKey publicKey(byte[] spki) {
    try {
      PublicKey key = factory().generatePublic(new X509EncodedKeySpec(spki));
      if (!Arrays.equals(key.getEncoded(), spki)) {
        throw new IllegalArgumentException("the " + name + " key is not encoded as DER asks for");
      }
      return checked(key);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKey("public", e);
    }
  }

  /**
   * Reads a PKCS#8 PrivateKeyInfo.
   *
   * @throws IllegalArgumentException if it is not a key of this algorithm
   */
  public PrivateKey privateKey(byte[] pkcs8) {
    try {
      return factory().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKey("private", e);
    }
  }

  /**
   * The public half.
   *
   * @param key as {@link #privateKey} read it
   * @throws IllegalArgumentException if the key does not hold what it takes
   */
  public PublicKey publicKeyOf(PrivateKey key) {
    try {
      return switch (this) {
        case RSA -> {
          RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
          yield checked(
              factory()
                  .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())));
        }
        case X25519 -> ((XDHPrivateKey) key).getPublicKey();
        case ML_KEM_768 -> ((MLKEMPrivateKey) key).getPublicKey();
      };
    } catch (GeneralSecurityException | RuntimeException e) {
      throw notAKey("private", e);
    }
  }

  private PublicKey checked(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
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
    return key;
  }

  private IllegalArgumentException notAKey(String half, Exception cause) {
    return cause instanceof IllegalArgumentException known && known.getCause() == null
        ? known
        : new IllegalArgumentException("not a " + half + " key for " + name, cause);
  }

  private KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance(name, BouncyCastle.PROVIDER);
  }
}
