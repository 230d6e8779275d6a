package dev.martello.embedded.apiserver;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request path taken apart. {@code plural} is empty for a discovery path; {@code namespace},
 * {@code name} and {@code subresource} are empty where the path has none.
 */
record ApiPath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource,
    Map<String, String> query) {

  static ApiPath parse(String requestTarget) {
    URI uri = URI.create(requestTarget);
    List<String> parts = new ArrayList<>(List.of(uri.getPath().substring(1).split("/", -1)));
    parts.removeIf(String::isEmpty);
    String root = take(parts);
    String group = root.equals("apis") ? take(parts) : "";
    String version = take(parts);
    String namespace = "";
    // /namespaces/NAME alone, or with a subresource, is the Namespace object itself.
    boolean inNamespace =
        parts.size() > 2
            && parts.getFirst().equals("namespaces")
            && !List.of("status", "finalize").contains(parts.get(2));
    if (inNamespace) {
      take(parts);
      namespace = take(parts);
    }
    return new ApiPath(
        group, version, namespace, take(parts), take(parts), take(parts), query(uri.getRawQuery()));
  }

  boolean flag(String parameter) {
    String value = query.getOrDefault(parameter, "false");
    return value.equals("true") || value.equals("1");
  }

  boolean dryRun() {
    return query.containsKey("dryRun");
  }

  private static String take(List<String> parts) {
    return parts.isEmpty() ? "" : parts.removeFirst();
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.put(
            URLDecoder.decode(name, StandardCharsets.UTF_8),
            URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return query;
  }
}
