package dev.martello.operator.reconcile;

import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.cluster.Written;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON for everything that the operator decided: what was written and why, and what
 * changed in a status.
 */
public final class DecisionLog {
  private final Consumer<Map<String, Object>> lines;
  private final InstantSource clock;

  /**
   * @param lines takes what each line says
   */
  DecisionLog(Consumer<Map<String, Object>> lines, InstantSource clock) {
    this.lines = lines;
    this.clock = clock;
  }

  /** A write that the cluster took. */
  void written(ModelDeployment deployment, Written write) {
    Map<String, Object> line = line(write.what().name(), deployment);
    line.put("kind", write.kind());
    line.put("name", write.name());
    if (!write.by().isEmpty()) {
      line.put("because", write.by());
    }
    lines.accept(line);
  }

  /** What changed from the last status to this one: revision, refusal, conditions. */
  void changed(
      ModelDeployment deployment,
      @Nullable ModelDeploymentStatus before,
      ModelDeploymentStatus now) {
    String from = before == null ? null : before.revision();
    if (!Objects.equals(from, now.revision())) {
      Map<String, Object> line = line("RevisionServing", deployment);
      line.put("from", Objects.requireNonNullElse(from, ""));
      line.put("to", Objects.requireNonNullElse(now.revision(), ""));
      model(line, "fromDigest", before);
      model(line, "toDigest", now);
      if (now.model() != null) {
        line.put("signer", Objects.requireNonNullElse(now.model().signer(), ""));
        line.put("keyId", Objects.requireNonNullElse(now.model().recipientKeyId(), ""));
      }
      lines.accept(line);
    }
    if (now.refused() != null
        && !Objects.equals(before == null ? null : before.refused(), now.refused())) {
      Map<String, Object> line = line("RevisionRefused", deployment);
      line.put("revision", now.refused().revision());
      line.put("reason", now.refused().reason());
      line.put("message", now.refused().message());
      lines.accept(line);
    }
    for (Condition condition : now.conditions()) {
      Optional<Condition> earlier =
          Optional.ofNullable(before).flatMap(status -> status.condition(condition.type()));
      if (changed(earlier, condition)) {
        condition(deployment, earlier, condition);
      }
    }
  }

  /** That something new is not known yet is no change. */
  private static boolean changed(Optional<Condition> before, Condition now) {
    return before
        .map(condition -> condition.status() != now.status())
        .orElse(now.status() != Condition.Status.Unknown);
  }

  private void condition(ModelDeployment deployment, Optional<Condition> before, Condition now) {
    Map<String, Object> line = line("ConditionChanged", deployment);
    line.put("condition", now.type());
    line.put("from", before.map(condition -> condition.status().name()).orElse(""));
    line.put("to", now.status().name());
    line.put("reason", now.reason());
    line.put("message", now.message());
    lines.accept(line);
  }

  /** Something about the process itself. */
  public void process(String decision, Map<String, ?> facts) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("decision", decision);
    line.putAll(facts);
    lines.accept(line);
  }

  /** A round that ended in an exception; it is tried again. */
  void failed(ModelDeployment deployment, Exception failure, int attempt) {
    Map<String, Object> line = line("RoundFailed", deployment);
    line.put("attempt", attempt);
    line.put("error", failure.getClass().getSimpleName());
    line.put("message", Objects.requireNonNullElse(failure.getMessage(), ""));
    List<String> at =
        List.of(failure.getStackTrace()).stream().limit(3).map(String::valueOf).toList();
    line.put("at", at);
    lines.accept(line);
  }

  /** Deleted while its round ran: nothing is left to do. */
  void gone(ModelDeployment deployment) {
    lines.accept(line("DeploymentGone", deployment));
  }

  private static void model(
      Map<String, Object> line, String field, @Nullable ModelDeploymentStatus status) {
    if (status != null && status.model() != null) {
      line.put(field, status.model().digest());
    }
  }

  /**
   * Field managers of the spec, newest first: the nearest to a user that a resource tells (users
   * are in the API server's own audit log).
   */
  private static List<String> askedBy(ModelDeployment deployment) {
    return Optional.ofNullable(deployment.getMetadata().getManagedFields()).stream()
        .flatMap(List::stream)
        .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
        .sorted(
            Comparator.comparing(
                ManagedFieldsEntry::getTime, Comparator.nullsLast(Comparator.reverseOrder())))
        .map(ManagedFieldsEntry::getManager)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private Map<String, Object> line(String decision, ModelDeployment deployment) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("decision", decision);
    line.put("namespace", deployment.getMetadata().getNamespace());
    line.put("deployment", deployment.getMetadata().getName());
    line.put("generation", deployment.getMetadata().getGeneration());
    line.put("askedBy", askedBy(deployment));
    return line;
  }
}
