package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.FastThreadLocal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link RequestHead} of what the HTTP codec read. */
final class RequestHeads {
  /** The last one on this thread, since callers ask for the same again and again. */
  private static final FastThreadLocal<Target> TARGET =
      new FastThreadLocal<>() {
        @Override
        protected Target initialValue() {
          return Target.of("/");
        }
      };

  private record Target(String uri, List<String> path, Map<String, String> query) {
    static Target of(String uri) {
      QueryStringDecoder decoder = new QueryStringDecoder(uri);
      return new Target(
          uri, List.copyOf(segments(decoder.rawPath())), Map.copyOf(RequestHeads.query(decoder)));
    }
  }

  private RequestHeads() {}

  static RequestHead read(HttpRequest request, Caller caller) throws CallRefused {
    Throwable malformed = request.decoderResult().cause();
    if (malformed instanceof TooLongHttpLineException) {
      throw new CallRefused(414, "the request line is too long");
    }
    if (malformed instanceof TooLongHttpHeaderException) {
      throw new CallRefused(431, "the header fields are too large");
    }
    if (malformed != null) {
      throw new CallRefused(400, "the request is not HTTP/1.1 as RFC 9112 has it");
    }
    try {
      Target target = TARGET.get();
      if (!target.uri().equals(request.uri())) {
        target = Target.of(request.uri());
        TARGET.set(target);
      }
      return new RequestHead(
          request.method().name(),
          target.path(),
          target.query(),
          new HeaderFields(request.headers()),
          caller);
    } catch (IllegalArgumentException e) {
      throw new CallRefused(400, "the path or query has a malformed percent escape");
    }
  }

  private static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.split("/", -1)) {
      // A plus is a plus in a path; URLDecoder knows only forms, where it is a space.
      segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
    boolean absolute = segments.get(0).isEmpty();
    return absolute ? segments.subList(1, segments.size()) : segments;
  }

  private static Map<String, String> query(QueryStringDecoder uri) {
    Map<String, String> query = new HashMap<>();
    uri.parameters().forEach((name, values) -> query.put(name, values.get(0)));
    return query;
  }
}
