package dev.martello.runtime.http;

import java.util.function.Consumer;

/**
 * Where a request goes.
 *
 * @param template the path with names for its variable parts, for logs and metrics
 * @param maxBodyBytes how large a body may be
 */
public record Route(String template, int maxBodyBytes, Action action) {

  /** Runs on an event loop and so must not block; may answer later and from another thread. */
  @FunctionalInterface
  public interface Action {
    void run(HttpCall call, Consumer<Answer> reply);
  }

  /** A route without a body whose answer is at hand. */
  public static Route answering(String template, Answer answer) {
    return new Route(template, 0, (call, reply) -> reply.accept(answer));
  }
}
