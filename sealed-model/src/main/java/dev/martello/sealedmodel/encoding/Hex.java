package dev.martello.sealedmodel.encoding;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** Lower-case hexadecimal, the only case that we write and take. */
public final class Hex {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private Hex() {}

  public static boolean isSha256(String text) {
    return SHA256.matcher(text).matches();
  }

  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * The bytes that the text stands for.
   *
   * @throws IllegalArgumentException if the text is no hexadecimal
   */
  public static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
