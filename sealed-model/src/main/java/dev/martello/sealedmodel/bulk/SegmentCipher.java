package dev.martello.sealedmodel.bulk;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM over single segments. The key is HKDF-SHA256 of the input key material, with the
 * header's salt and the associated data as info; a nonce is the header's prefix, the segment's
 * number (4 bytes) and 1 for the last segment, else 0.
 */
final class SegmentCipher {
  private static final int DERIVED_KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;

  private final Cipher aes;
  private final SecretKey key;
  private final byte[] noncePrefix;

  SegmentCipher(byte[] inputKeyMaterial, byte[] associatedData, StreamHeader header) {
    byte[] derived = new byte[0];
    try {
      derived =
          KDF.getInstance("HKDF-SHA256")
              .deriveData(
                  HKDFParameterSpec.ofExtract()
                      .addIKM(inputKeyMaterial)
                      .addSalt(header.salt())
                      .thenExpand(associatedData, DERIVED_KEY_BYTES));
      this.key = new SecretKeySpec(derived, "AES");
      this.aes = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks AES-GCM or HKDF", e);
    } finally {
      Arrays.fill(derived, (byte) 0);
    }
    this.noncePrefix = header.noncePrefix();
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
   * Writes the plaintext of the first bytes of {@code ciphertext}, whose tag is among them.
   *
   * @throws AEADBadTagException if the segment is not authentic; nothing is written then
   */
  void decrypt(byte[] ciphertext, int length, byte[] plaintext, long segment, boolean last)
      throws AEADBadTagException {
    try {
      aes.init(Cipher.DECRYPT_MODE, key, nonce(segment, last));
      aes.doFinal(ciphertext, 0, length, plaintext, 0);
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
}
