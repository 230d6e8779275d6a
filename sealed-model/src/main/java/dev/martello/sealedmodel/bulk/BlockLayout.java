package dev.martello.sealedmodel.bulk;

/**
 * Segments in runs that are worth a step of work: as many as fit into 64 KiB, or one larger one.
 *
 * @param segments the ciphertext's
 */
record BlockLayout(SegmentLayout segments) {
  private static final int WORTHWHILE = 64 * 1024;

  private int segmentsPerBlock() {
    return Math.max(1, WORTHWHILE / segments.segmentBytes());
  }

  /** The most ciphertext that a block holds; its plaintext is less. */
  int mostBytes() {
    return (int)
        Math.min(segments.ciphertextLength(), (long) segmentsPerBlock() * segments.segmentBytes());
  }

  long blocks() {
    return (segments.segments() + segmentsPerBlock() - 1) / segmentsPerBlock();
  }

  long firstSegment(long block) {
    return block * segmentsPerBlock();
  }

  /** The segment after the block's last. */
  long endSegment(long block) {
    return Math.min(segments.segments(), firstSegment(block + 1));
  }

  long plaintextOffset(long block) {
    return segments.plaintextOffset(firstSegment(block));
  }

  int plaintextBytes(long block) {
    long last = endSegment(block) - 1;
    return (int)
        (segments.plaintextOffset(last) + segments.plaintextBytes(last) - plaintextOffset(block));
  }

  int ciphertextBytes(long block) {
    long count = endSegment(block) - firstSegment(block);
    return plaintextBytes(block) + (int) count * SegmentLayout.TAG;
  }
}
