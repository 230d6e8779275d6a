package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import java.util.List;
import java.util.Map;

/**
 * A request before its body.
 *
 * @param path the path's segments, decoded; empty for {@code /}
 * @param query the first value of each query parameter, decoded
 * @param headers asked for by names in lower case; of repeated fields the first; nobody changes it
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
  }

  /** Refuses with 405 unless the method is the one that this resource has. */
  public void mustBe(String only) throws CallRefused {
    if (!method.equals(only)) {
      throw CallRefused.onlyMethod(only);
    }
  }
}
