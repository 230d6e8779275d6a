package dev.martello.sealedmodel.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;

/** New keys of these algorithms, and public ones to seal for, in Bouncy Castle's key types. */
public final class EncodedKeys {
  private static final int NEW_RSA_BITS = 3072;

  private EncodedKeys() {}

  /** A new pair, in the encodings that other tools read. */
  public static KeyPair generate(KeyAlgorithm algorithm) {
    String name = algorithm.algorithm();
    try {
      return switch (algorithm) {
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

  /** A SubjectPublicKeyInfo that {@link KeyAlgorithm#requirePublicKey} let pass. */
  public static PublicKey publicKey(KeyAlgorithm algorithm, byte[] spki) {
    try {
      return KeyFactory.getInstance(algorithm.algorithm(), BouncyCastle.PROVIDER)
          .generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key for " + algorithm.algorithm(), e);
    }
  }
}
