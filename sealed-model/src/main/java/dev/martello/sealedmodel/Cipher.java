package dev.martello.sealedmodel;

import dev.martello.sealedmodel.bulk.Bulk;

/**
 * How the bulk is encrypted, in the words of Tink's streaming AEAD.
 *
 * @param name {@code AES256_GCM_HKDF_} and the segment's size, as Tink's templates are called
 * @param hkdf the hash of the key derivation
 * @param derivedKeyBytes length of the AES key
 * @param segmentBytes length of a ciphertext segment
 */
public record Cipher(String name, String hkdf, int derivedKeyBytes, int segmentBytes) {
  /** Tink's largest template; the opener keeps a few segments in memory. */
  public static final int MOST_SEGMENT_BYTES = 1024 * 1024;

  /** What is written; any other size is read too. */
  public static final Cipher AES256_GCM_HKDF_64KB = ofSegments(64 * 1024);

  /** AES-256-GCM with HKDF-SHA256, in segments of any size that Tink and this version take. */
  public static Cipher ofSegments(int segmentBytes) {
    return new Cipher("AES256_GCM_HKDF_" + size(segmentBytes), "SHA256", 32, segmentBytes);
  }

  private static String size(int bytes) {
    if (bytes % (1024 * 1024) == 0) {
      return bytes / (1024 * 1024) + "MB";
    }
    return bytes % 1024 == 0 ? bytes / 1024 + "KB" : bytes + "B";
  }

  /** Whether this version can open what is encrypted so. */
  boolean isKnown() {
    return segmentBytes >= Bulk.LEAST_SEGMENT
        && segmentBytes <= MOST_SEGMENT_BYTES
        && equals(ofSegments(segmentBytes));
  }
}
