package dev.martello.runtime.json;

/** Bytes that are no JSON, or JSON beyond what is read here; the message goes on after "is". */
public final class JsonRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private JsonRefused(String message) {
    super(message, null, false, false); // becomes an answer: its stack says nothing
  }

  static JsonRefused malformed(String what, int offset) {
    return new JsonRefused("not well-formed JSON: " + what + " (byte " + offset + ")");
  }

  static JsonRefused beyondBounds(String bound) {
    return new JsonRefused("JSON beyond this server's bounds: " + bound);
  }
}
