package dev.martello.runtime.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is sent back: HTTP status, body, and header fields beyond the usual ones. An ordinary class,
 * since nobody compares answers and a record would compare their bodies by identity.
 */
public final class Answer {
  static final String JSON = "application/json";

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

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
