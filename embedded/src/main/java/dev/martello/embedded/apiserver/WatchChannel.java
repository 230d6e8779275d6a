package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client's watch: the changes it asked for, one WebSocket message each. */
final class WatchChannel extends WebSocketListener {
  private final ObjectStore store;
  private final Lock lock;
  private final ResourceKind kind;
  private final ApiPath path;
  private final Selector selector;
  private @Nullable Consumer<Change> subscription;

  WatchChannel(ObjectStore store, Lock lock, ResourceKind kind, ApiPath path) {
    this.store = store;
    this.lock = lock;
    this.kind = kind;
    this.path = path;
    this.selector = Selector.of(path.query());
  }

  @Override
  public void onOpen(WebSocket socket, Response response) {
    lock.lock();
    try {
      String since = path.query().getOrDefault("resourceVersion", "");
      if (since.isEmpty() || since.equals("0")) {
        store.list(kind, path.namespace()).stream()
            .filter(this::isWanted)
            .forEach(object -> send(socket, "ADDED", object));
      } else {
        store.after(Long.parseLong(since)).forEach(change -> send(socket, change));
      }
      Consumer<Change> sender = change -> send(socket, change);
      subscription = sender;
      store.listen(sender);
    } catch (ApiRefusal refusal) {
      send(socket, "ERROR", refusal.status());
      socket.close(1000, "expired");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onClosing(WebSocket socket, int code, String reason) {
    stop();
  }

  @Override
  public void onClosed(WebSocket socket, int code, String reason) {
    stop();
  }

  @Override
  public void onFailure(WebSocket socket, Throwable error, Response response) {
    stop();
  }

  private void stop() {
    Consumer<Change> current = subscription;
    if (current != null) {
      store.forget(current);
    }
  }

  private void send(WebSocket socket, Change change) {
    if (!ObjectStore.isIn(change.key(), kind, path.namespace())) {
      return;
    }
    ObjectNode before = change.before();
    ObjectNode after = change.after();
    boolean was = before != null && isWanted(before);
    boolean is = after != null && isWanted(after);
    if (is) {
      send(socket, was ? "MODIFIED" : "ADDED", change.last());
    } else if (was) {
      send(socket, "DELETED", change.last());
    }
  }

  private boolean isWanted(ObjectNode object) {
    boolean named =
        path.name().isEmpty() || object.path("metadata").path("name").asText().equals(path.name());
    return named && selector.matches(object);
  }

  private static void send(WebSocket socket, String type, ObjectNode object) {
    ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
    event.set("object", object);
    socket.send(event.toString());
  }
}
