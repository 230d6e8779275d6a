package dev.martello.runtime.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The status codes of gRPC, and answers with them as its "gRPC over HTTP2" has it: the status comes
 * in the trailers, or in the only header block if there is no message.
 */
public enum GrpcStatus {
  OK(0),
  UNKNOWN(2),
  INVALID_ARGUMENT(3),
  DEADLINE_EXCEEDED(4),
  NOT_FOUND(5),
  PERMISSION_DENIED(7),
  RESOURCE_EXHAUSTED(8),
  UNIMPLEMENTED(12),
  INTERNAL(13),
  UNAVAILABLE(14),
  UNAUTHENTICATED(16);

  private static final String CONTENT_TYPE = "application/grpc";
  private static final int PREFIX_BYTES = 5;

  private final int code;

  GrpcStatus(int code) {
    this.code = code;
  }

  /** Whether a request's content type makes it a gRPC call. */
  static boolean isCall(String contentType) {
    return contentType.startsWith(CONTENT_TYPE);
  }

  /** One message, which is not compressed, and the status OK. */
  public static Answer message(byte[] message) {
    byte[] framed = new byte[PREFIX_BYTES + message.length];
    ByteBuffer.wrap(framed).put((byte) 0).putInt(message.length).put(message);
    return Answer.grpc(200, CONTENT_TYPE, framed, Map.of(), Map.of("grpc-status", "0"));
  }

  /** The same refusal as a gRPC client gets to see it; our log keeps the HTTP status. */
  public static Answer refusal(CallRefused why) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("grpc-status", Integer.toString(of(why.status()).code));
    headers.put("grpc-message", percentEncoded(String.valueOf(why.getMessage())));
    return Answer.grpc(why.status(), CONTENT_TYPE, new byte[0], headers, Map.of());
  }

  private static GrpcStatus of(int httpStatus) {
    return switch (httpStatus) {
      case 200 -> OK;
      case 400, 415 -> INVALID_ARGUMENT;
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404 -> NOT_FOUND;
      case 405, 501 -> UNIMPLEMENTED;
      case 413, 429 -> RESOURCE_EXHAUSTED;
      case 500 -> INTERNAL;
      case 503 -> UNAVAILABLE;
      case 504 -> DEADLINE_EXCEEDED;
      default -> UNKNOWN;
    };
  }

  private static String percentEncoded(String message) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : message.getBytes(StandardCharsets.UTF_8)) {
      if (each >= ' ' && each <= '~' && each != '%') {
        encoded.append((char) each);
      } else {
        encoded.append("%%%02X".formatted(each));
      }
    }
    return encoded.toString();
  }
}
