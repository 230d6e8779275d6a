package dev.martello.sealedmodel.bulk;

/**
 * What one pass over the bulk saw.
 *
 * @param ciphertextSha256 of the whole file, header and all, in hex
 * @param plaintextSha256 in hex
 */
public record Bulk(String ciphertextSha256, String plaintextSha256) {
  /** Length of the file that holds so much plaintext. */
  public static long ciphertextLength(long plaintextLength) {
    return new SegmentLayout(plaintextLength).ciphertextLength();
  }
}
