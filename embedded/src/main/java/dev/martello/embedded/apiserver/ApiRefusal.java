package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that is answered with a {@code Status} object instead of what was asked for. */
final class ApiRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  private ApiRefusal(int code, String reason, String message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }

  static ApiRefusal notFound(ObjectKey key) {
    return notFound("%s \"%s\" not found".formatted(qualified(key), key.name()));
  }

  static ApiRefusal notFound(String message) {
    return new ApiRefusal(404, "NotFound", message);
  }

  static ApiRefusal alreadyExists(ObjectKey key) {
    return new ApiRefusal(
        409, "AlreadyExists", "%s \"%s\" already exists".formatted(qualified(key), key.name()));
  }

  static ApiRefusal conflict(String message) {
    return new ApiRefusal(409, "Conflict", message);
  }

  static ApiRefusal badRequest(String message) {
    return new ApiRefusal(400, "BadRequest", message);
  }

  static ApiRefusal invalid(String message) {
    return new ApiRefusal(422, "Invalid", message);
  }

  static ApiRefusal unauthorized() {
    return new ApiRefusal(401, "Unauthorized", "Unauthorized");
  }

  static ApiRefusal notAllowed(String message) {
    return new ApiRefusal(405, "MethodNotAllowed", message);
  }

  static ApiRefusal unsupportedMedia(String message) {
    return new ApiRefusal(415, "UnsupportedMediaType", message);
  }

  static ApiRefusal expired(String message) {
    return new ApiRefusal(410, "Expired", message);
  }

  int code() {
    return code;
  }

  ObjectNode status() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    return status
        .put("status", "Failure")
        .put("message", String.valueOf(getMessage()))
        .put("reason", reason)
        .put("code", code);
  }

  private static String qualified(ObjectKey key) {
    return key.kind().group().isEmpty()
        ? key.kind().plural()
        : key.kind().plural() + "." + key.kind().group();
  }
}
