package dev.martello.runtime.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Names a request in log and answer: the caller's {@code x-request-id} if it is fit to be logged.
 */
final class RequestId {
  static final AsciiString FIELD = AsciiString.cached("x-request-id");

  private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestId() {}

  static String of(HttpRequest request) {
    String given = request.headers().get(FIELD);
    return given != null && FIT.matcher(given).matches()
        ? given
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
