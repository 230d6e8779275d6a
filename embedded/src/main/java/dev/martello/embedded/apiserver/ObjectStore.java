package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Objects, the version counter and the latest changes. Not thread-safe: its owner holds a lock
 * around every call. Objects are never changed in place, so what it hands out is a snapshot.
 */
final class ObjectStore {
  private static final int HISTORY = 20_000;

  private final Map<ObjectKey, ObjectNode> objects = new HashMap<>();
  private final Deque<Change> history = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private long version = 1;

  long version() {
    return version;
  }

  @Nullable ObjectNode get(ObjectKey key) {
    return objects.get(key);
  }

  /** The objects of a kind, oldest name first; of all namespaces if {@code namespace} is empty. */
  List<ObjectNode> list(ResourceKind kind, String namespace) {
    return objects.entrySet().stream()
        .filter(entry -> isIn(entry.getKey(), kind, namespace))
        .sorted(
            Comparator.comparing(entry -> entry.getKey().namespace() + "/" + entry.getKey().name()))
        .map(Map.Entry::getValue)
        .toList();
  }

  Map<ObjectKey, ObjectNode> all() {
    return Map.copyOf(objects);
  }

  /** Stores {@code object} under the next version, which it writes into it, and tells watchers. */
  ObjectNode put(ObjectKey key, ObjectNode object) {
    version++;
    object.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
    @Nullable ObjectNode before = objects.put(key, object);
    tell(new Change(version, key, before, object, object));
    return object;
  }

  void remove(ObjectKey key) {
    ObjectNode before = objects.remove(key);
    if (before != null) {
      version++;
      ObjectNode last = before.deepCopy();
      last.withObjectProperty("metadata").put("resourceVersion", Long.toString(version));
      tell(new Change(version, key, before, null, last));
    }
  }

  /**
   * What has changed after {@code since}.
   *
   * @throws ApiRefusal 410 if that is longer ago than the history goes
   */
  List<Change> after(long since) {
    if (!history.isEmpty()
        && history.getFirst().version() > since + 1
        && history.size() == HISTORY) {
      throw ApiRefusal.expired("too old resource version: " + since);
    }
    return new ArrayList<>(history.stream().filter(change -> change.version() > since).toList());
  }

  void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<Change> listener) {
    listeners.remove(listener);
  }

  static boolean isIn(ObjectKey key, ResourceKind kind, String namespace) {
    return key.kind().group().equals(kind.group())
        && key.kind().plural().equals(kind.plural())
        && (namespace.isEmpty() || key.namespace().equals(namespace));
  }

  private void tell(Change change) {
    history.addLast(change);
    if (history.size() > HISTORY) {
      history.removeFirst();
    }
    listeners.forEach(listener -> listener.accept(change));
  }
}
