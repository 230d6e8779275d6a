package dev.martello.sealedmodel.bulk;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * AES-256-GCM over single segments, for one thread. The key is HKDF-SHA256 of the input key
 * material, with the header's salt and the associated data as info; a nonce is the header's prefix,
 * the segment's number (4 bytes) and 1 for the last segment, else 0.
 */
final class SegmentCipher implements AutoCloseable {
  private static final int DERIVED_KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;

  private final Cipher aes;
  private final ErasableKey key;
  private final byte[] noncePrefix;

  /**
   * Takes the key that {@link #derive} made; does not destroy it.
   *
   * @param header of the ciphertext
   */
  SegmentCipher(ErasableKey key, StreamHeader header) {
    try {
      this.aes = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks AES-GCM", e);
    }
    this.key = key;
    this.noncePrefix = header.noncePrefix();
  }

  /** The key of one ciphertext; the caller destroys it. */
  static ErasableKey derive(byte[] inputKeyMaterial, byte[] associatedData, StreamHeader header) {
    ErasableKey input = new ErasableKey("Generic", inputKeyMaterial.clone());
    try {
      return new ErasableKey(
          "AES",
          KDF.getInstance("HKDF-SHA256")
              .deriveData(
                  HKDFParameterSpec.ofExtract()
                      .addIKM(input)
                      .addSalt(header.salt())
                      .thenExpand(associatedData, DERIVED_KEY_BYTES)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks HKDF", e);
    } finally {
      input.destroy();
    }
  }

  /** Writes ciphertext and tag of the first bytes of {@code plaintext}. */
  void encrypt(byte[] plaintext, int length, byte[] ciphertext, long segment, boolean last) {
    try {
      aes.init(Cipher.ENCRYPT_MODE, key, nonce(segment, last));
      aes.doFinal(plaintext, 0, length, ciphertext, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM does not encrypt", e);
    }
  }

  /**
   * Writes the plaintext of {@code length} bytes of ciphertext, whose tag is among them.
   *
   * @param from where they begin in {@code ciphertext}
   * @param to where the plaintext goes in {@code plaintext}
   * @throws AEADBadTagException if the segment is not authentic; nothing is written then
   */
  void decrypt(
      byte[] ciphertext, int from, int length, byte[] plaintext, int to, long segment, boolean last)
      throws AEADBadTagException {
    try {
      aes.init(Cipher.DECRYPT_MODE, key, nonce(segment, last));
      aes.doFinal(ciphertext, from, length, plaintext, to);
    } catch (AEADBadTagException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM does not decrypt", e);
    }
  }

  private GCMParameterSpec nonce(long segment, boolean last) {
    byte[] nonce =
        ByteBuffer.allocate(NONCE_BYTES)
            .put(noncePrefix)
            .putInt((int) segment)
            .put((byte) (last ? 1 : 0))
            .array();
    return new GCMParameterSpec(SegmentLayout.TAG * 8, nonce);
  }

  /** Another key makes the JDK's AES overwrite the schedule of the one before. */
  @Override
  public void close() {
    try {
      ErasableKey zero = new ErasableKey("AES", new byte[DERIVED_KEY_BYTES]);
      aes.init(Cipher.DECRYPT_MODE, zero, new GCMParameterSpec(128, new byte[NONCE_BYTES]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM takes no other key", e);
    }
  }
}
