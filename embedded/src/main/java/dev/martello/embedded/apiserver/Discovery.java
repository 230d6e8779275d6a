package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The documents with which a client finds out what there is: /version, /api, /apis, ... */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "get", "list", "patch", "update", "watch");

  private final KindCatalog kinds;

  Discovery(KindCatalog kinds) {
    this.kinds = kinds;
  }

  ObjectNode document(String rawPath) {
    int question = rawPath.indexOf('?');
    String path = question < 0 ? rawPath : rawPath.substring(0, question);
    List<String> parts = List.of(path.substring(1).split("/", -1));
    return switch (path) {
      case "/version", "/version/" ->
          node().put("major", "1").put("minor", "36").put("gitVersion", "v1.36.0+embedded");
      case "/api", "/api/" -> versions();
      case "/apis", "/apis/" -> groups();
      case "/" -> paths();
      default -> {
        if (parts.size() == 2 && parts.getFirst().equals("api")) {
          yield resources("", parts.get(1));
        }
        if (parts.size() == 3 && parts.getFirst().equals("apis")) {
          yield resources(parts.get(1), parts.get(2));
        }
        if (parts.size() == 2 && parts.getFirst().equals("apis")) {
          yield group(parts.get(1)).put("kind", "APIGroup").put("apiVersion", "v1");
        }
        throw ApiRefusal.notFound("the server could not find the requested resource: " + path);
      }
    };
  }

  private ObjectNode paths() {
    ObjectNode document = node();
    ArrayNode list =
        document.putArray("paths").add("/api").add("/api/v1").add("/apis").add("/version");
    kinds
        .all()
        .map(ResourceKind::apiVersion)
        .filter(apiVersion -> apiVersion.contains("/"))
        .distinct()
        .forEach(apiVersion -> list.add("/apis/" + apiVersion));
    return document;
  }

  private static ObjectNode versions() {
    ObjectNode document = node().put("kind", "APIVersions");
    document.putArray("versions").add("v1");
    return document;
  }

  private ObjectNode groups() {
    ObjectNode document = node().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = document.putArray("groups");
    kinds
        .all()
        .map(ResourceKind::group)
        .filter(group -> !group.isEmpty())
        .distinct()
        .forEach(name -> groups.add(group(name)));
    return document;
  }

  private ObjectNode group(String name) {
    List<ResourceKind> members = kinds.all().filter(k -> k.group().equals(name)).toList();
    if (members.isEmpty()) {
      throw ApiRefusal.notFound("the server could not find the API group " + name);
    }
    ObjectNode group = node().put("name", name);
    ArrayNode versions = group.putArray("versions");
    members.stream().map(ResourceKind::version).distinct().forEach(v -> version(versions, name, v));
    group.set("preferredVersion", Objects.requireNonNull(versions.get(0)).deepCopy());
    return group;
  }

  private static void version(ArrayNode into, String group, String version) {
    into.addObject().put("groupVersion", group + "/" + version).put("version", version);
  }

  private ObjectNode resources(String group, String version) {
    List<ResourceKind> members =
        kinds.all().filter(k -> k.group().equals(group) && k.version().equals(version)).toList();
    if (members.isEmpty()) {
      throw ApiRefusal.notFound("the server could not find the requested resource");
    }
    ObjectNode document =
        node()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", members.getFirst().apiVersion());
    ArrayNode list = document.putArray("resources");
    for (ResourceKind kind : members) {
      resource(list, kind, "");
      if (kind.statusSubresource()) {
        resource(list, kind, "/status");
      }
    }
    return document;
  }

  private static void resource(ArrayNode list, ResourceKind kind, String subresource) {
    ObjectNode entry =
        list.addObject()
            .put("name", kind.plural() + subresource)
            .put("singularName", kind.kind().toLowerCase(Locale.ROOT))
            .put("namespaced", kind.namespaced())
            .put("kind", kind.kind());
    VERBS.forEach(entry.putArray("verbs")::add);
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }
}
