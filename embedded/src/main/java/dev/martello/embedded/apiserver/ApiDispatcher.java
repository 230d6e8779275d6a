package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The HTTP side of the API server. */
public final class ApiDispatcher extends Dispatcher {
  private final String token;
  private final ReentrantLock lock = new ReentrantLock();
  private final ObjectStore store = new ObjectStore();
  private final KindCatalog kinds = new KindCatalog();
  private final Discovery discovery = new Discovery(kinds);
  private final ObjectRemoval removal = new ObjectRemoval(store, kinds);
  private final ObjectWrites writes = new ObjectWrites(store, kinds, removal);

  /**
   * An empty server.
   *
   * @param token the bearer token that every request must carry
   */
  public ApiDispatcher(String token) {
    this.token = token;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    lock.lock();
    try {
      if (!("Bearer " + token).equals(request.getHeader("Authorization"))) {
        throw ApiRefusal.unauthorized();
      }
      return answer(request);
    } catch (ApiRefusal refusal) {
      return response(refusal.code(), refusal.status());
    } finally {
      lock.unlock();
    }
  }

  private MockResponse answer(RecordedRequest request) {
    ApiPath path = ApiPath.parse(request.getPath());
    if (path.plural().isEmpty()) {
      return response(200, discovery.document(request.getPath()));
    }
    ResourceKind kind =
        kinds
            .find(path.group(), path.version(), path.plural())
            .orElseThrow(
                () -> ApiRefusal.notFound("the server could not find the requested resource"));
    if (!path.subresource().isEmpty()
        && !(path.subresource().equals("status") && kind.statusSubresource())) {
      throw ApiRefusal.notFound("no subresource \"" + path.subresource() + "\" here");
    }
    return switch (request.method().toString()) {
      case "GET" -> read(request, path, kind);
      case "POST" -> written(writes.create(write(request, path, kind, body(request))));
      case "PUT" -> written(writes.replace(write(request, path, kind, body(request))));
      case "PATCH" -> patch(request, path, kind);
      case "DELETE" -> delete(path, kind, body(request));
      default -> throw ApiRefusal.notAllowed(request.method() + " is not served");
    };
  }

  private MockResponse read(RecordedRequest request, ApiPath path, ResourceKind kind) {
    if (path.flag("watch")) {
      if (request.getHeader("Upgrade") == null) {
        throw ApiRefusal.badRequest("this server serves watches over WebSocket only");
      }
      return new MockResponse().withWebSocketUpgrade(new WatchChannel(store, lock, kind, path));
    }
    if (!path.name().isEmpty()) {
      ObjectKey key = new ObjectKey(kind, path.namespace(), path.name());
      ObjectNode object = store.get(key);
      if (object == null) {
        throw ApiRefusal.notFound(key);
      }
      return response(200, object);
    }
    Selector selector = Selector.of(path.query());
    ObjectNode list = node().put("apiVersion", kind.apiVersion()).put("kind", kind.kind() + "List");
    list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
    store.list(kind, path.namespace()).stream()
        .filter(selector::matches)
        .forEach(list.withArrayProperty("items")::add);
    list.withArrayProperty("items");
    return response(200, list);
  }

  private MockResponse patch(RecordedRequest request, ApiPath path, ResourceKind kind) {
    String type = Objects.requireNonNullElse(request.getHeader("Content-Type"), "");
    String text = Objects.requireNonNullElse(request.getUtf8Body(), "");
    if (type.startsWith("application/apply-patch+yaml")) {
      ObjectNode applied = Json.object(Json.parseYaml(text));
      return written(writes.apply(write(request, path, kind, applied)));
    }
    WriteRequest write = write(request, path, kind, node());
    JsonNode patch = Json.parse(text);
    if (type.startsWith("application/merge-patch+json")) {
      return written(writes.patch(write, live -> MergePatch.apply(live, patch)));
    }
    if (type.startsWith("application/json-patch+json")) {
      return written(writes.patch(write, live -> jsonPatched(patch, live)));
    }
    throw ApiRefusal.unsupportedMedia(
        "send an apply patch, a merge patch or a JSON patch, not " + type);
  }

  private static JsonNode jsonPatched(JsonNode patch, JsonNode live) {
    try {
      return JsonPatch.apply(patch, live);
    } catch (JsonPatchException e) {
      throw ApiRefusal.invalid("the JSON patch does not fit: " + e.getMessage());
    }
  }

  private MockResponse delete(ApiPath path, ResourceKind kind, ObjectNode options) {
    String policy =
        options
            .path("propagationPolicy")
            .asText(path.query().getOrDefault("propagationPolicy", "Background"));
    boolean orphan = policy.equals("Orphan");
    if (!path.name().isEmpty()) {
      ObjectKey key = new ObjectKey(kind, path.namespace(), path.name());
      return response(200, path.dryRun() ? node() : removal.delete(key, orphan));
    }
    Selector selector = Selector.of(path.query());
    for (ObjectNode object : store.list(kind, path.namespace())) {
      if (selector.matches(object)) {
        JsonNode metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText();
        removal.delete(new ObjectKey(kind, namespace, metadata.path("name").asText()), orphan);
      }
    }
    return response(
        200, node().put("kind", "Status").put("apiVersion", "v1").put("status", "Success"));
  }

  private static WriteRequest write(
      RecordedRequest request, ApiPath path, ResourceKind kind, ObjectNode body) {
    String name = path.name().isEmpty() ? newName(body) : path.name();
    String agent = Objects.requireNonNullElse(request.getHeader("User-Agent"), "unknown");
    return new WriteRequest(
        new ObjectKey(kind, path.namespace(), name),
        Scope.of(kind, path.subresource().equals("status")),
        body,
        path.query().getOrDefault("fieldManager", agent.replaceAll("/.*", "")),
        path.flag("force"),
        path.dryRun());
  }

  private static String newName(ObjectNode body) {
    JsonNode metadata = body.path("metadata");
    String name = metadata.path("name").asText();
    String prefix = metadata.path("generateName").asText();
    if (name.isEmpty() && prefix.isEmpty()) {
      throw ApiRefusal.invalid("metadata.name: Required value: name or generateName is required");
    }
    return name.isEmpty() ? prefix + UUID.randomUUID().toString().substring(0, 5) : name;
  }

  private static ObjectNode body(RecordedRequest request) {
    @Nullable String text = request.getUtf8Body();
    return text == null || text.isBlank() ? node() : Json.object(Json.parseYaml(text));
  }

  private static MockResponse written(ObjectWrites.Written written) {
    return response(written.created() ? 201 : 200, written.object());
  }

  private static MockResponse response(int code, ObjectNode body) {
    return new MockResponse()
        .setResponseCode(code)
        .setHeader("Content-Type", "application/json")
        .setBody(body.toString());
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }
}
