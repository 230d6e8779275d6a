package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One write as the endpoint received it.
 *
 * @param manager the field manager: the {@code fieldManager} parameter, else the client's name
 */
record WriteRequest(
    ObjectKey key, Scope scope, ObjectNode body, String manager, boolean force, boolean dryRun) {

  WriteRequest withBody(ObjectNode other) {
    return new WriteRequest(key, scope, other, manager, force, dryRun);
  }

  /** The writer as an owner of nothing yet. */
  FieldOwner writer(boolean applies, String now) {
    return new FieldOwner(
        manager,
        applies,
        scope == Scope.STATUS ? "status" : "",
        key.kind().apiVersion(),
        now,
        FieldSet.empty());
  }

  /**
   * Is this about the object that the path names?
   *
   * @throws ApiRefusal 400 if the body is another object than the path names
   */
  void checkIdentity() {
    check("apiVersion", body.path("apiVersion").asText(), key.kind().apiVersion());
    check("kind", body.path("kind").asText(), key.kind().kind());
    check("metadata.name", body.path("metadata").path("name").asText(), key.name());
    check("metadata.namespace", body.path("metadata").path("namespace").asText(), key.namespace());
  }

  /**
   * Does the caller mean this very object?
   *
   * @throws ApiRefusal 409 if the body insists on another version or incarnation than {@code live}
   */
  void checkPreconditions(ObjectNode live) {
    for (String field : List.of("resourceVersion", "uid")) {
      String wanted = body.path("metadata").path(field).asText();
      String actual = live.path("metadata").path(field).asText();
      if (!wanted.isEmpty() && !wanted.equals(actual)) {
        throw ApiRefusal.conflict(
            "Operation cannot be fulfilled on %s \"%s\": metadata.%s is %s, not %s; read it again"
                .formatted(key.kind().plural(), key.name(), field, actual, wanted));
      }
    }
  }

  private static void check(String field, String found, String expected) {
    if (!found.isEmpty() && !found.equals(expected)) {
      throw ApiRefusal.badRequest(
          "%s in the body is \"%s\", but the path says \"%s\"".formatted(field, found, expected));
    }
  }
}
