package dev.martello.sealedmodel;

/** One to seal for. */
public sealed interface SealRecipient permits P256PublicKey, KeyEncryptionKey {
  /**
   * Reads a key file: PEM {@code PUBLIC KEY} (EC P-256) or a JSON Web Key ({@code A256KW}).
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed
   */
  static SealRecipient parse(byte[] file, String where) throws ModelRefused {
    return KeyEncryptionKey.isJwk(file)
        ? KeyEncryptionKey.parse(file, where)
        : P256PublicKey.parse(file, where);
  }

  /** {@code sha256:<64 hex>} of the public key, or {@code kek:<32 hex>}. */
  String keyId();
}
