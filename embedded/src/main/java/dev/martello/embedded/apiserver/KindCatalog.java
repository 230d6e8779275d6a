package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds this server serves: Kubernetes' own and those of the CRDs it holds. */
final class KindCatalog {
  private static final Schema BUILT_IN = new BuiltInSchema();

  private final List<ResourceKind> builtIn = readBuiltIn();
  private final Map<ResourceKind, Schema> custom = new LinkedHashMap<>();

  Optional<ResourceKind> find(String group, String version, String plural) {
    return all()
        .filter(k -> k.group().equals(group) && k.plural().equals(plural))
        .filter(k -> k.version().equals(version))
        .findFirst();
  }

  Stream<ResourceKind> all() {
    return Stream.concat(builtIn.stream(), custom.keySet().stream());
  }

  Schema schema(ResourceKind kind) {
    return custom.getOrDefault(kind, BUILT_IN);
  }

  boolean isDefinition(ResourceKind kind) {
    return kind.plural().equals("customresourcedefinitions");
  }

  /** Serves the versions of a CustomResourceDefinition from now on. */
  void define(ObjectNode definition) {
    withdraw(definition);
    JsonNode spec = definition.path("spec");
    for (JsonNode version : spec.path("versions")) {
      ResourceKind kind =
          new ResourceKind(
              spec.path("group").asText(),
              version.path("name").asText(),
              spec.path("names").path("plural").asText(),
              spec.path("names").path("kind").asText(),
              spec.path("scope").asText().equals("Namespaced"),
              version.path("subresources").has("status"));
      custom.put(kind, new CustomSchema(version.path("schema").path("openAPIV3Schema")));
    }
  }

  /** Serves the kinds of a deleted CustomResourceDefinition no longer. */
  void withdraw(ObjectNode definition) {
    JsonNode spec = definition.path("spec");
    custom
        .keySet()
        .removeIf(
            kind ->
                kind.group().equals(spec.path("group").asText())
                    && kind.plural().equals(spec.path("names").path("plural").asText()));
  }

  private static List<ResourceKind> readBuiltIn() {
    try (InputStream table =
        Objects.requireNonNull(KindCatalog.class.getResourceAsStream("kinds.txt"))) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> List.of(line.split(" ", -1)))
          .map(
              words -> {
                String apiVersion = words.get(0);
                int slash = apiVersion.indexOf('/');
                return new ResourceKind(
                    slash < 0 ? "" : apiVersion.substring(0, slash),
                    apiVersion.substring(slash + 1),
                    words.get(1),
                    words.get(2),
                    words.get(3).equals("Namespaced"),
                    words.get(4).equals("yes"));
              })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
