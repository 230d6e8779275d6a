package dev.martello.runtime.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What is sent back: HTTP status, body, and header fields beyond the usual ones. An ordinary class,
 * since nobody compares answers and a record would compare their bodies by identity.
 */
public final class Answer {
  static final String JSON = "application/json";

  /** Below this many bytes a compressed body saves no packet worth the work. */
  private static final int LEAST_COMPRESSED = 1024;

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;

  Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }

  public static Answer json(int status, byte[] body) {
    return new Answer(status, JSON, body, Map.of());
  }

  public static Answer text(int status, String contentType, String body) {
    return new Answer(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** Any other body that is not JSON alone. */
  public static Answer of(
      int status, String contentType, byte[] body, Map<String, String> headers) {
    return new Answer(status, contentType, body, Map.copyOf(headers));
  }

  /** The same in a content coding that the caller accepts, if that pays. */
  public Answer compressedFor(RequestHead head) {
    ContentCoding coding =
        ContentCoding.accepted(head.headers().getOrDefault("accept-encoding", ""));
    if (coding == ContentCoding.IDENTITY || body.length < LEAST_COMPRESSED) {
      return this;
    }
    Map<String, String> more = new HashMap<>(headers);
    more.put("content-encoding", coding.token());
    more.put("vary", "accept-encoding");
    return new Answer(status, contentType, coding.encode(body), more);
  }

  /** The error document of the Open Inference Protocol: {@code {"error": "…"}}. */
  public static Answer error(int status, String message) {
    return json(status, errorDocument(message));
  }

  static byte[] errorDocument(String message) {
    String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(message));
    return ("{\"error\":\"" + quoted + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  public int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  /** Not to be changed. */
  public byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
