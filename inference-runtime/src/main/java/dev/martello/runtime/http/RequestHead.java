package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import java.util.List;
import java.util.Map;

/**
 * A request before its body.
 *
 * @param path the path's segments, decoded; empty for {@code /}
 * @param query the first value of each query parameter, decoded
 * @param headers names in lower case; of repeated fields the first
 */
public record RequestHead(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    Caller caller) {
  public RequestHead {
    path = List.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /** Refuses with 405 unless the method is the one that this resource has. */
  public void mustBe(String only) throws CallRefused {
    if (!method.equals(only)) {
      throw CallRefused.onlyMethod(only);
    }
  }
}
