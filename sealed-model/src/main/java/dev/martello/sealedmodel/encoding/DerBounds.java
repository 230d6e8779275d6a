package dev.martello.sealedmodel.encoding;

/**
 * Whether bytes are one definite-length DER value, nested within bounds. Looked at before any
 * parser that recurses sees the bytes, since deep nesting can exhaust its stack.
 */
public final class DerBounds {
  private static final int MAX_DEPTH = 24;
  private static final int CONSTRUCTED = 0x20;
  private static final int TAG_NUMBER = 0x1f;

  private DerBounds() {}

  /** True if the bytes are exactly one value and every length in it fits. */
  public static boolean hold(byte[] der) {
    int[] ends = new int[MAX_DEPTH + 1]; // where the enclosing values end, outermost first
    int depth = 0;
    ends[0] = der.length;
    int at = 0;
    boolean first = true;
    while (first || at < der.length) {
      if (!first && depth == 0) {
        return false; // a second value behind the first
      }
      first = false;
      int limit = ends[depth];
      if (limit - at < 2 || (der[at] & TAG_NUMBER) == TAG_NUMBER) {
        return false;
      }
      boolean constructed = (der[at] & CONSTRUCTED) != 0;
      int lengthBytes = (der[at + 1] & 0x80) == 0 ? 0 : der[at + 1] & 0x7f;
      int content = at + 2 + lengthBytes;
      if ((der[at + 1] & 0xff) == 0x80 || lengthBytes > 4 || content > limit) {
        return false; // indefinite, or a length that no small file has
      }
      long length = lengthBytes == 0 ? der[at + 1] : 0;
      for (int i = at + 2; i < content; i++) {
        length = (length << 8) | (der[i] & 0xff);
      }
      if (length > limit - content) {
        return false;
      }
      if (constructed && depth == MAX_DEPTH) {
        return false;
      }
      if (constructed) {
        ends[++depth] = content + (int) length;
        at = content;
      } else {
        at = content + (int) length;
      }
      while (depth > 0 && at == ends[depth]) {
        depth--;
      }
    }
    return depth == 0;
  }
}
