package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Hex;

/**
 * What the ciphertext must decrypt to.
 *
 * @param sha256 64 lower-case hex digits
 * @param length in bytes, 1 to {@link #MAX_LENGTH}
 */
public record Plaintext(String sha256, long length) {
  /** 2 GiB - 1: one ByteBuffer, and Protocol Buffers' own limit. */
  public static final long MAX_LENGTH = Integer.MAX_VALUE;

  public Plaintext {
    if (!Hex.isSha256(sha256)) {
      throw new IllegalArgumentException("plaintext.sha256 must be 64 lower-case hex digits");
    }
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException("plaintext.length must be 1 to " + MAX_LENGTH);
    }
  }
}
