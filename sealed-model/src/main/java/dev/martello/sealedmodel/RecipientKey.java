package dev.martello.sealedmodel;

/** A key that opens what was sealed for it. Closing it overwrites the secret. */
public sealed interface RecipientKey extends AutoCloseable
    permits P256PrivateKey, KeyEncryptionKey {
  /**
   * Reads a key file: PEM {@code PRIVATE KEY} (PKCS#8, EC P-256) or a JSON Web Key ({@code
   * A256KW}).
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  static RecipientKey parse(byte[] file, String where) throws ModelRefused {
    return KeyEncryptionKey.isJwk(file)
        ? KeyEncryptionKey.parse(file, where)
        : P256PrivateKey.parse(file, where);
  }

  /** {@code sha256:<64 hex>} of the public key, or {@code kek:<32 hex>}. */
  String keyId();

  @Override
  void close();
}
