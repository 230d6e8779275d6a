package dev.martello.sealedmodel.bulk;

import java.util.Arrays;

/**
 * One block under way. Java arrays, since the JDK's AES and SHA-256 are fast on nothing else. The
 * ciphertext is a copy of what the file held, which both digest and decryption read.
 */
final class Block implements AutoCloseable {
  private final byte[] ciphertext;
  private final byte[] plaintext;

  /** Room for so many bytes of either. */
  Block(int bytes) {
    ciphertext = new byte[bytes];
    plaintext = new byte[bytes];
  }

  byte[] ciphertext() {
    return ciphertext;
  }

  byte[] plaintext() {
    return plaintext;
  }

  @Override
  public void close() {
    Arrays.fill(plaintext, (byte) 0);
  }
}
