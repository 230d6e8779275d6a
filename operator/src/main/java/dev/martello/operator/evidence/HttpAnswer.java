package dev.martello.operator.evidence;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to one GET on a connection that is used once (RFC 9112). Only what our runtime sends
 * is understood: a body of known length, or one that ends with the connection.
 */
final class HttpAnswer {
  private static final int MAX_HEAD_BYTES = 8 * 1024;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");

  private final int status;
  private final byte[] body;

  private HttpAnswer(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body.clone();
  }

  /** The peer's answer isn't HTTP as we speak it, or too long. */
  static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  static void ask(OutputStream out, String host, String pathAndQuery) throws IOException {
    String request =
        "GET "
            + pathAndQuery
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  static HttpAnswer read(InputStream in, int maxBodyBytes) throws IOException {
    String[] head = head(in).split("\r\n", -1);
    Matcher statusLine = STATUS_LINE.matcher(head[0]);
    if (!statusLine.matches()) {
      throw new Unreadable("the answer is not HTTP/1.1");
    }
    int length = -1;
    for (String line : Arrays.asList(head).subList(1, head.length)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("transfer-encoding:")) {
        throw new Unreadable("the answer has a transfer encoding");
      }
      if (lower.startsWith("content-length:")) {
        length = length(lower.substring("content-length:".length()).strip(), maxBodyBytes);
      }
    }
    byte[] body = length >= 0 ? in.readNBytes(length) : in.readNBytes(maxBodyBytes + 1);
    if (body.length > maxBodyBytes) {
      throw new Unreadable("the answer is longer than " + maxBodyBytes + " bytes");
    }
    if (length > body.length) {
      throw new EOFException("the answer ended early");
    }
    return new HttpAnswer(Integer.parseInt(statusLine.group(1)), body);
  }

  private static int length(String text, int maxBodyBytes) throws Unreadable {
    if (!text.matches("[0-9]{1,18}")) {
      throw new Unreadable("the answer's length is no number");
    }
    long length = Long.parseLong(text);
    if (length > maxBodyBytes) {
      throw new Unreadable("the answer is longer than " + maxBodyBytes + " bytes");
    }
    return (int) length;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < MAX_HEAD_BYTES) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed without an answer");
      }
      head.append((char) next);
      if (head.length() >= 4 && head.lastIndexOf("\r\n\r\n") == head.length() - 4) {
        return head.substring(0, head.length() - 4);
      }
    }
    throw new Unreadable("the answer's head is longer than " + MAX_HEAD_BYTES + " bytes");
  }
}
