package dev.martello.sealedmodel.bulk;

/**
 * Where what lies in a ciphertext of Tink's streaming AEAD: a header of 40 bytes, then segments of
 * which each but the last is full. The header counts as part of the first segment, so that one is
 * shorter. Every segment ends in a tag of 16 bytes; an empty plaintext is one lone tag.
 *
 * @param plaintextLength in bytes
 * @param segmentBytes of a full ciphertext segment, {@link #LEAST_SEGMENT} or more
 */
record SegmentLayout(long plaintextLength, int segmentBytes) {
  static final int TAG = 16;

  /** Bytes of the header: its own length (1), the salt (32), the nonce prefix (7). */
  static final int HEADER = 40;

  /** The first segment must have room for a byte of plaintext, as Tink demands. */
  static final int LEAST_SEGMENT = HEADER + TAG + 1;

  SegmentLayout {
    if (segmentBytes < LEAST_SEGMENT) {
      throw new IllegalArgumentException("a segment has at least " + LEAST_SEGMENT + " bytes");
    }
  }

  private int first() {
    return segmentBytes - HEADER - TAG;
  }

  private int full() {
    return segmentBytes - TAG;
  }

  long segments() {
    return plaintextLength <= first() ? 1 : 1 + (plaintextLength - first() + full() - 1) / full();
  }

  long ciphertextLength() {
    return HEADER + plaintextLength + segments() * TAG;
  }

  boolean isLast(long segment) {
    return segment == segments() - 1;
  }

  /** Where a segment's plaintext begins. */
  long plaintextOffset(long segment) {
    return segment == 0 ? 0 : first() + (segment - 1) * full();
  }

  /** How many bytes of plaintext a segment holds. */
  int plaintextBytes(long segment) {
    long end = isLast(segment) ? plaintextLength : plaintextOffset(segment + 1);
    return (int) (end - plaintextOffset(segment));
  }

  int ciphertextBytes(long segment) {
    return plaintextBytes(segment) + TAG;
  }
}
