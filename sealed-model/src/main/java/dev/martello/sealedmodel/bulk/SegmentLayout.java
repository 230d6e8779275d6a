package dev.martello.sealedmodel.bulk;

/**
 * Where what lies in a ciphertext of Tink's streaming AEAD with 64 KiB segments: a header of 40
 * bytes, then segments of which each but the last is full. The header counts as part of the first
 * segment, so that one is shorter. Every segment ends in a tag of 16 bytes; an empty plaintext is
 * one lone tag.
 *
 * @param plaintextLength in bytes
 */
record SegmentLayout(long plaintextLength) {
  /** Bytes of a ciphertext segment. */
  static final int SEGMENT = 64 * 1024;

  static final int TAG = 16;

  /** Bytes of the header: its own length (1), the salt (32), the nonce prefix (7). */
  static final int HEADER = 40;

  private static final int FIRST = SEGMENT - HEADER - TAG;
  private static final int FULL = SEGMENT - TAG;

  long segments() {
    return plaintextLength <= FIRST ? 1 : 1 + (plaintextLength - FIRST + FULL - 1) / FULL;
  }

  long ciphertextLength() {
    return HEADER + plaintextLength + segments() * TAG;
  }

  boolean isLast(long segment) {
    return segment == segments() - 1;
  }

  /** Where a segment's plaintext begins. */
  long plaintextOffset(long segment) {
    return segment == 0 ? 0 : FIRST + (segment - 1) * FULL;
  }

  /** How many bytes of plaintext a segment holds. */
  int plaintextBytes(long segment) {
    long end = isLast(segment) ? plaintextLength : plaintextOffset(segment + 1);
    return (int) (end - plaintextOffset(segment));
  }
}
