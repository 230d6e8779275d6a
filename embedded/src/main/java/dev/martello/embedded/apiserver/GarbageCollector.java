package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the objects that lose their last owner when an object goes. */
final class GarbageCollector {
  private GarbageCollector() {}

  static List<ObjectKey> orphanedBy(ObjectNode owner, ObjectStore store) {
    String uid = owner.path("metadata").path("uid").asText();
    List<ObjectKey> orphaned = new ArrayList<>();
    for (Map.Entry<ObjectKey, ObjectNode> entry : store.all().entrySet()) {
      boolean owned = false;
      boolean otherOwner = false;
      for (JsonNode reference : entry.getValue().path("metadata").path("ownerReferences")) {
        boolean same = reference.path("uid").asText().equals(uid);
        owned |= same;
        otherOwner |= !same;
      }
      if (owned && !otherOwner) {
        orphaned.add(entry.getKey());
      }
    }
    return orphaned;
  }
}
