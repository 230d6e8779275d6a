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
  private final boolean grpc;
  private final Map<String, String> trailers;

  Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, body, headers, false, Map.of());
  }

  private Answer(
      int status,
      String contentType,
      byte[] body,
      Map<String, String> headers,
      boolean grpc,
      Map<String, String> trailers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
    this.grpc = grpc;
    this.trailers = trailers;
  }

  /** An answer whose HTTP status is 200 whatever {@code status} says for the log. */
  static Answer grpc(
      int status,
      String contentType,
      byte[] body,
      Map<String, String> headers,
      Map<String, String> trailers) {
    return new Answer(status, contentType, body, headers, true, trailers);
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

  /** The status on the wire. */
  int httpStatus() {
    return grpc ? 200 : status;
  }

  boolean grpc() {
    return grpc;
  }

  Map<String, String> trailers() {
    return trailers;
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
