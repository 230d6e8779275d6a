package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Pem;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.P256;
import dev.martello.sealedmodel.keys.P256Der;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;

/**
 * One whose signature is believed.
 *
 * @param name what he is called here; not part of the signature
 * @param key on P-256
 */
public record Signer(String name, ECPublicKey key) {
  /**
   * Checks the curve and the point.
   *
   * @throws IllegalArgumentException if the key is not on P-256
   */
  public Signer {
    key = P256.publicKey(key);
  }

  /**
   * Reads a public key.
   *
   * @param pem one block {@code PUBLIC KEY}
   * @throws ModelRefused reason KeyMalformed
   */
  public static Signer fromPem(String name, String pem) throws ModelRefused {
    byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
    return new Signer(
        name, P256PublicKey.parse(bytes, "public key of signer '" + name + "'").key());
  }

  /** {@code sha256:} and the hex SHA-256 of the DER SubjectPublicKeyInfo. */
  public String keyId() {
    return "sha256:" + Sha256.hexOf(P256Der.ofPublicKey(key));
  }

  /** One PEM block {@code PUBLIC KEY}, lines of 64 characters, each ended by a line feed. */
  public String pem() {
    return new String(Pem.write("PUBLIC KEY", P256Der.ofPublicKey(key)), StandardCharsets.US_ASCII);
  }

  /** How Model Signing points to a key: SHA-256 of the PEM text, in hex. */
  String hint() {
    return Sha256.hexOf(pem().getBytes(StandardCharsets.US_ASCII));
  }
}
