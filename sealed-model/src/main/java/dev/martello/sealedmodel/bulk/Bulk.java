package dev.martello.sealedmodel.bulk;

/**
 * What one pass over the bulk saw.
 *
 * @param ciphertextSha256 of the whole file, header and all, in hex
 * @param plaintextSha256 in hex
 */
public record Bulk(String ciphertextSha256, String plaintextSha256) {
  /** The fewest bytes that a ciphertext segment can have. */
  public static final int LEAST_SEGMENT = SegmentLayout.LEAST_SEGMENT;

  /** Length of the file that holds so much plaintext in segments of this size. */
  public static long ciphertextLength(long plaintextLength, int segmentBytes) {
    return new SegmentLayout(plaintextLength, segmentBytes).ciphertextLength();
  }
}
