package dev.martello.sealedmodel.encoding;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** One PEM block (RFC 7468) with nothing but white space around it. */
public final class Pem {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int LINE = 64;

  private Pem() {}

  /** The block with lines of 64 characters, each ended by a line feed. */
  public static byte[] write(String label, byte[] der) {
    byte[] body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(der);
    byte[] head = ascii("-----BEGIN " + label + "-----\n");
    byte[] foot = ascii("\n-----END " + label + "-----\n");
    byte[] pem = Arrays.copyOf(head, head.length + body.length + foot.length);
    System.arraycopy(body, 0, pem, head.length, body.length);
    System.arraycopy(foot, 0, pem, head.length + body.length, foot.length);
    Arrays.fill(body, (byte) 0);
    return pem;
  }

  /**
   * The bytes in the block. Makes no String of the body, so that a private key can be overwritten.
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason KeyMalformed, if there is not exactly one block with this label
   */
  public static byte[] read(byte[] pem, String label, String where) throws ModelRefused {
    byte[] head = ascii("-----BEGIN " + label + "-----");
    byte[] foot = ascii("-----END " + label + "-----");
    int start = skipSpace(pem, 0);
    int end = skipSpaceBack(pem, pem.length);
    if (pem.length > MAX_BYTES
        || end - start < head.length + foot.length
        || !Arrays.equals(head, 0, head.length, pem, start, start + head.length)
        || !Arrays.equals(foot, 0, foot.length, pem, end - foot.length, end)) {
      throw refused(where, label, otherLabel(pem));
    }
    byte[] body = new byte[end - start - head.length - foot.length];
    int length = 0;
    for (int i = start + head.length; i < end - foot.length; i++) {
      if (!isSpace(pem[i])) {
        body[length++] = pem[i];
      }
    }
    byte[] packed = Arrays.copyOf(body, length);
    try {
      return Base64.getDecoder().decode(packed);
    } catch (IllegalArgumentException e) {
      throw refused(where, label, "its Base64 is broken");
    } finally {
      Arrays.fill(body, (byte) 0);
      Arrays.fill(packed, (byte) 0);
    }
  }

  private static String otherLabel(byte[] pem) {
    String text =
        new String(pem, 0, Math.min(pem.length, 128), StandardCharsets.ISO_8859_1).strip();
    int end = text.indexOf("-----", 11);
    if (!text.startsWith("-----BEGIN ") || end < 0) {
      return "it is no PEM file";
    }
    String label = text.substring(11, end).replaceAll("[^A-Z0-9 ]", "?");
    return switch (label) {
      case "EC PRIVATE KEY", "EC PARAMETERS" ->
          "it holds '" + label + "'; convert it with: openssl pkcs8 -topk8 -nocrypt";
      case "ENCRYPTED PRIVATE KEY" ->
          "it is encrypted; decrypt it with: openssl pkcs8 -in FILE -out FILE2";
      default -> "it begins with '" + label + "'";
    };
  }

  private static ModelRefused refused(String where, String label, String what) {
    return new ModelRefused(
        Reason.KeyMalformed,
        where + ": must be one PEM block '" + label + "' and nothing else; " + what);
  }

  private static int skipSpace(byte[] bytes, int from) {
    int i = from;
    while (i < bytes.length && isSpace(bytes[i])) {
      i++;
    }
    return i;
  }

  private static int skipSpaceBack(byte[] bytes, int to) {
    int i = to;
    while (i > 0 && isSpace(bytes[i - 1])) {
      i--;
    }
    return i;
  }

  private static boolean isSpace(byte b) {
    return b == '\n' || b == '\r' || b == ' ' || b == '\t';
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
