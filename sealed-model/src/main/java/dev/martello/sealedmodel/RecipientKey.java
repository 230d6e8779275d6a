package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Pem;
import dev.martello.sealedmodel.keys.KeyAlgorithm;
import java.util.Arrays;
import java.util.Optional;

/** A key that opens what was sealed for it. Closing it overwrites the secret. */
public sealed interface RecipientKey extends AutoCloseable
    permits P256PrivateKey, EncodedPrivateKey, KeyEncryptionKey {
  /**
   * Reads a key file: PEM {@code PRIVATE KEY} (PKCS#8: EC P-256, RSA, X25519 or ML-KEM-768) or a
   * JSON Web Key ({@code A256KW}).
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  static RecipientKey parse(byte[] file, String where) throws ModelRefused {
    if (KeyEncryptionKey.isJwk(file)) {
      return KeyEncryptionKey.parse(file, where);
    }
    byte[] pkcs8 = Pem.read(file, "PRIVATE KEY", where);
    try {
      Optional<KeyAlgorithm> algorithm = KeyAlgorithm.ofPrivateKey(pkcs8);
      return algorithm.isPresent()
          ? EncodedPrivateKey.parse(algorithm.get(), pkcs8, where)
          : P256PrivateKey.parse(file, where);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** {@code sha256:<64 hex>} of the public key, or {@code kek:<32 hex>}. */
  String keyId();

  @Override
  void close();
}
