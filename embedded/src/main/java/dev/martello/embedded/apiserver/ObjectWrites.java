package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Create, replace, patch and apply, as the API server's registry does them. */
final class ObjectWrites {
  /**
   * @param created whether the object is new (201) or not (200)
   */
  record Written(ObjectNode object, boolean created) {}

  private final ObjectStore store;
  private final KindCatalog kinds;
  private final ObjectRemoval removal;

  ObjectWrites(ObjectStore store, KindCatalog kinds, ObjectRemoval removal) {
    this.store = store;
    this.kinds = kinds;
    this.removal = removal;
  }

  Written create(WriteRequest request) {
    request.checkIdentity();
    if (store.get(request.key()) != null) {
      throw ApiRefusal.alreadyExists(request.key());
    }
    ObjectNode fresh = fresh(request.key());
    ObjectNode cut = request.scope().cut(request.body());
    request.scope().paste(cut, fresh);
    return new Written(finish(request, null, fresh, updateOwners(request, fresh, cut)), true);
  }

  Written replace(WriteRequest request) {
    request.checkIdentity();
    ObjectNode live = live(request.key());
    request.checkPreconditions(live);
    ObjectNode next = live.deepCopy();
    request.scope().paste(request.scope().cut(request.body()), next);
    ObjectNode cut = request.scope().cut(next);
    return new Written(finish(request, live, next, updateOwners(request, live, cut)), false);
  }

  /** A merge patch or JSON patch, whose outcome then replaces the object. */
  Written patch(WriteRequest request, Patch patch) {
    ObjectNode live = live(request.key());
    return replace(request.withBody(Json.object(patch.applyTo(live.deepCopy()))));
  }

  Written apply(WriteRequest request) {
    request.checkIdentity();
    ObjectNode live = store.get(request.key());
    if (live == null && request.scope() == Scope.STATUS) {
      throw ApiRefusal.notFound(request.key());
    }
    if (live != null) {
      request.checkPreconditions(live);
    }
    ObjectNode next = live == null ? fresh(request.key()) : live.deepCopy();
    ObjectNode liveCut =
        live == null ? JsonNodeFactory.instance.objectNode() : request.scope().cut(live);
    String now = now();
    ServerSideApply.Applied applied =
        new ServerSideApply(liveCut, FieldOwner.of(next), kinds.schema(request.key().kind()))
            .apply(
                request.scope().cut(request.body()),
                request.writer(true, now),
                request.force(),
                now);
    request.scope().paste(applied.merged(), next);
    return new Written(finish(request, live, next, applied.owners()), live == null);
  }

  interface Patch {
    JsonNode applyTo(JsonNode live);
  }

  private List<FieldOwner> updateOwners(WriteRequest request, ObjectNode before, ObjectNode cut) {
    boolean creating = store.get(request.key()) == null;
    ObjectNode oldCut =
        creating ? JsonNodeFactory.instance.objectNode() : request.scope().cut(before);
    String now = now();
    return Ownership.afterUpdate(
        FieldOwner.of(before),
        request.writer(false, now),
        oldCut,
        cut,
        kinds.schema(request.key().kind()),
        now);
  }

  private ObjectNode finish(
      WriteRequest request, @Nullable ObjectNode live, ObjectNode next, List<FieldOwner> owners) {
    ObjectKey key = request.key();
    kinds.schema(key.kind()).applyDefaults(next);
    FieldOwner.write(owners, next);
    Immutability.check(live, next);
    ObjectNode metadata = next.withObjectProperty("metadata");
    long generation = metadata.path("generation").asLong();
    if (live == null || !desired(live).equals(desired(next))) {
      metadata.put("generation", generation + 1);
    }
    if (live != null && next.equals(live)) {
      return live;
    }
    if (kinds.isDefinition(key.kind())) {
      Definitions.establish(next);
    }
    if (request.dryRun()) {
      return next;
    }
    boolean going = metadata.has("deletionTimestamp") && metadata.path("finalizers").isEmpty();
    if (going) {
      removal.remove(key);
      return next;
    }
    if (kinds.isDefinition(key.kind())) {
      kinds.define(next);
    }
    return store.put(key, next);
  }

  /** What makes a new generation when it changes: all but metadata and status. */
  private static ObjectNode desired(ObjectNode object) {
    ObjectNode desired = Scope.SPEC.cut(object);
    desired.remove("metadata");
    return desired;
  }

  private ObjectNode live(ObjectKey key) {
    ObjectNode live = store.get(key);
    if (live == null) {
      throw ApiRefusal.notFound(key);
    }
    return live;
  }

  private static ObjectNode fresh(ObjectKey key) {
    ObjectNode object =
        JsonNodeFactory.instance
            .objectNode()
            .put("apiVersion", key.kind().apiVersion())
            .put("kind", key.kind().kind());
    ObjectNode metadata = object.putObject("metadata").put("name", key.name());
    if (key.kind().namespaced()) {
      metadata.put("namespace", key.namespace());
    }
    metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
    return object;
  }

  static String now() {
    return Objects.toString(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }
}
