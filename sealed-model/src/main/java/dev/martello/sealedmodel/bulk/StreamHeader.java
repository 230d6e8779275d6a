package dev.martello.sealedmodel.bulk;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The first 40 bytes: their count, the salt of the key derivation, the first 7 bytes of every
 * nonce.
 */
final class StreamHeader {
  private static final int SALT = 32;

  private final byte[] bytes;

  /** A header as it was read; {@link #isValid} says whether it is one. */
  StreamHeader(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  static StreamHeader random(SecureRandom random) {
    byte[] bytes = new byte[SegmentLayout.HEADER];
    random.nextBytes(bytes);
    bytes[0] = SegmentLayout.HEADER;
    return new StreamHeader(bytes);
  }

  boolean isValid() {
    return bytes.length == SegmentLayout.HEADER && bytes[0] == SegmentLayout.HEADER;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  byte[] salt() {
    return Arrays.copyOfRange(bytes, 1, 1 + SALT);
  }

  byte[] noncePrefix() {
    return Arrays.copyOfRange(bytes, 1 + SALT, SegmentLayout.HEADER);
  }
}
