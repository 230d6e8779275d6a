package dev.martello.sealedmodel;

/**
 * How the bulk is encrypted, in the words of Tink's streaming AEAD.
 *
 * @param name {@code AES256_GCM_HKDF_64KB}
 * @param hkdf the hash of the key derivation
 * @param derivedKeyBytes length of the AES key
 * @param segmentBytes length of a ciphertext segment
 */
public record Cipher(String name, String hkdf, int derivedKeyBytes, int segmentBytes) {
  /** The only one that this version writes and reads. */
  public static final Cipher AES256_GCM_HKDF_64KB =
      new Cipher("AES256_GCM_HKDF_64KB", "SHA256", 32, 65536);
}
