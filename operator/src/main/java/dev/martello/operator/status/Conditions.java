package dev.martello.operator.status;

import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.observed.Observed;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives statements their times: a condition keeps its {@code lastTransitionTime} until its status
 * changes.
 */
final class Conditions {
  private Conditions() {}

  static List<Condition> timed(
      List<Statement> statements, @Nullable ModelDeploymentStatus previous, Observed observed) {
    String now = observed.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return statements.stream()
        .map(
            statement ->
                new Condition(
                    statement.type().name(),
                    statement.status(),
                    statement.reason(),
                    statement.message(),
                    since(statement, previous).orElse(now),
                    observed.generation()))
        .toList();
  }

  private static Optional<String> since(
      Statement statement, @Nullable ModelDeploymentStatus previous) {
    return Optional.ofNullable(previous)
        .flatMap(status -> status.condition(statement.type().name()))
        .filter(before -> before.status() == statement.status())
        .map(Condition::lastTransitionTime);
  }
}
