package dev.martello.runtime.tokens;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** The algorithms that are taken (RFC 7518, sections 3.3 and 3.4); no other is. */
enum TokenAlgorithm {
  RS256("SHA256withRSA"),
  /** The signature is R and S side by side, 32 bytes each. */
  ES256("SHA256withECDSAinP1363Format");

  private final String jca;

  TokenAlgorithm(String jca) {
    this.jca = jca;
  }

  static Optional<TokenAlgorithm> named(String name) {
    for (TokenAlgorithm algorithm : values()) {
      if (algorithm.name().equals(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /** A key decides by its kind what it may verify, whatever a token says of itself. */
  static TokenAlgorithm of(PublicKey key) {
    if (key instanceof RSAPublicKey) {
      return RS256;
    }
    if (key instanceof ECPublicKey) {
      return ES256;
    }
    throw new IllegalArgumentException("neither an RSA nor an EC key: " + key.getAlgorithm());
  }

  boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(jca);
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // of another length or form than such a signature has
    }
  }
}
