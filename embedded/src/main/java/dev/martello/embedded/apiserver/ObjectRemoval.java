package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Deletion: finalizers first, then the object, then what it owned. */
final class ObjectRemoval {
  private final ObjectStore store;
  private final KindCatalog kinds;

  ObjectRemoval(ObjectStore store, KindCatalog kinds) {
    this.store = store;
    this.kinds = kinds;
  }

  /**
   * Deletes an object, or marks it as going if it has finalizers.
   *
   * @param orphan leave what the object owns
   * @return the object as it was last, or as it now waits for its finalizers
   */
  ObjectNode delete(ObjectKey key, boolean orphan) {
    ObjectNode live = store.get(key);
    if (live == null) {
      throw ApiRefusal.notFound(key);
    }
    if (live.path("metadata").path("finalizers").isEmpty()) {
      remove(key, orphan);
      return live;
    }
    if (live.path("metadata").has("deletionTimestamp")) {
      return live;
    }
    ObjectNode next = live.deepCopy();
    next.withObjectProperty("metadata").put("deletionTimestamp", ObjectWrites.now());
    return store.put(key, next);
  }

  void remove(ObjectKey key) {
    remove(key, false);
  }

  private void remove(ObjectKey key, boolean orphan) {
    ObjectNode gone = store.get(key);
    if (gone == null) {
      return;
    }
    store.remove(key);
    if (kinds.isDefinition(key.kind())) {
      kinds.withdraw(gone);
    }
    if (!orphan) {
      GarbageCollector.orphanedBy(gone, store).forEach(this::deleteIfThere);
    }
    if (key.kind().plural().equals("namespaces")) {
      store.all().keySet().stream()
          .filter(other -> other.namespace().equals(key.name()))
          .forEach(this::deleteIfThere);
    }
  }

  private void deleteIfThere(ObjectKey key) {
    if (store.get(key) != null) {
      delete(key, false);
    }
  }
}
