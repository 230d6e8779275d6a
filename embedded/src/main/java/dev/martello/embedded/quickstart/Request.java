package dev.martello.embedded.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What was asked for on the command line. */
sealed interface Request {
  /**
   * On the embedded cluster.
   *
   * @param keep leave it up until Ctrl-C
   */
  record Embedded(boolean keep) implements Request {}

  /**
   * On the cluster of a context.
   *
   * @param push registry and path to which images are pushed
   * @param pull the same place as the cluster's nodes call it
   * @param insecure whether the registry speaks plain HTTP
   */
  record OnCluster(String context, String push, String pull, boolean insecure) implements Request {}

  /** Empty if the arguments are not understood. */
  static Optional<Request> parse(List<String> arguments) {
    if (arguments.isEmpty()) {
      return Optional.of(new Embedded(false));
    }
    if (arguments.equals(List.of("--keep"))) {
      return Optional.of(new Embedded(true));
    }
    Deque<String> rest = new ArrayDeque<>(arguments);
    String context = "";
    String push = "";
    String pull = "";
    boolean insecure = false;
    while (!rest.isEmpty()) {
      String option = rest.pop();
      if (option.equals("--insecure-registry")) {
        insecure = true;
        continue;
      }
      if (rest.isEmpty()) {
        return Optional.empty();
      }
      switch (option) {
        case "--context" -> context = rest.pop();
        case "--registry" -> push = rest.pop();
        case "--pull-from" -> pull = rest.pop();
        default -> {
          return Optional.empty();
        }
      }
    }
    if (context.isEmpty() || push.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new OnCluster(context, push, pull.isEmpty() ? push : pull, insecure));
  }
}
