package dev.martello.runtime.http;

import dev.martello.runtime.tls.AccessRefusal;
import java.util.Map;

/** A call that gets no result: the HTTP status and what to tell the caller. */
public final class CallRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers;
  private final String template;
  private final String reason;

  public CallRefused(int status, String message) {
    this(status, message, Map.of(), "-", "");
  }

  private CallRefused(
      int status, String message, Map<String, String> headers, String template, String reason) {
    super(message, null, false, false); // a refusal is an answer: its stack says nothing
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.template = template;
    this.reason = reason;
  }

  /** 405 with the field Allow, as RFC 9110 section 15.5.6 demands. */
  public static CallRefused onlyMethod(String only) {
    return new CallRefused(
        405, "this resource has only the method " + only, Map.of("allow", only), "-", "");
  }

  /** 401 with the challenge that RFC 6750 section 3 demands, or 403. */
  public static CallRefused access(AccessRefusal why) {
    if (!why.unauthenticated()) {
      return new CallRefused(403, why.message(), Map.of(), "-", why.reason());
    }
    String challenge =
        why.reason().startsWith("Token") ? "Bearer error=\"invalid_token\"" : "Bearer";
    return new CallRefused(
        401, why.message(), Map.of("www-authenticate", challenge), "-", why.reason());
  }

  /** 415 with the codings that would be taken, as RFC 9110 section 12.5.3 has it. */
  static CallRefused unsupportedCoding(String offered) {
    return new CallRefused(
        415,
        "this Content-Encoding is not taken; send the body as it is, or one of: " + offered,
        Map.of("accept-encoding", offered),
        "-",
        "");
  }

  /** 503 with the field Retry-After, in seconds. */
  public static CallRefused retryAfter(int seconds, String message) {
    return new CallRefused(503, message, Map.of("retry-after", Integer.toString(seconds)), "-", "");
  }

  /** 429 with the field Retry-After, in seconds. */
  public static CallRefused tooMany(int seconds, String message) {
    return new CallRefused(
        429, message, Map.of("retry-after", Integer.toString(seconds)), "-", "RateLimited");
  }

  public Answer answer() {
    return new Answer(
        status, Answer.JSON, Answer.errorDocument(String.valueOf(getMessage())), headers);
  }

  /** The same refusal, known to be of this path template. */
  public CallRefused of(String path) {
    return new CallRefused(status, String.valueOf(getMessage()), headers, path, reason);
  }

  /** The path template that was refused, {@code -} if there is none. */
  String template() {
    return template;
  }

  /** Of a caller who was turned away for what he is or asks, one word; else empty. */
  String reason() {
    return reason;
  }

  public int status() {
    return status;
  }
}
