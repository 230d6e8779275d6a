package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Pem;
import dev.martello.sealedmodel.keys.KeyAlgorithm;
import java.util.Optional;

/** One to seal for. */
public sealed interface SealRecipient permits P256PublicKey, EncodedPublicKey, KeyEncryptionKey {
  /**
   * Reads a key file: PEM {@code PUBLIC KEY} (EC P-256, RSA, X25519 or ML-KEM-768) or a JSON Web
   * Key ({@code A256KW}).
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  static SealRecipient parse(byte[] file, String where) throws ModelRefused {
    if (KeyEncryptionKey.isJwk(file)) {
      return KeyEncryptionKey.parse(file, where);
    }
    byte[] spki = Pem.read(file, "PUBLIC KEY", where);
    Optional<KeyAlgorithm> algorithm = KeyAlgorithm.ofPublicKey(spki);
    return algorithm.isPresent()
        ? EncodedPublicKey.parse(algorithm.get(), spki, where)
        : P256PublicKey.parse(file, where);
  }

  RecipientKind kind();

  /** {@code sha256:<64 hex>} of the public key, or {@code kek:<32 hex>}. */
  String keyId();
}
