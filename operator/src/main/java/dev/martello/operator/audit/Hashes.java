package dev.martello.operator.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a line's bytes, without the line feed, in lower-case hex. */
final class Hashes {
  static final String NONE = "0".repeat(64);

  private Hashes() {}

  static String of(byte[] line) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
    } catch (NoSuchAlgorithmException unreachable) {
      throw new IllegalStateException("Every JDK has SHA-256.", unreachable);
    }
  }
}
