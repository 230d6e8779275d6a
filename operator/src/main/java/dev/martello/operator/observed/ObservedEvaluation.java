package dev.martello.operator.observed;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/**
 * The Job that evaluates a revision, and its pods.
 *
 * @param pods of this very Job, by the uid of their controlling owner
 * @param warnings newest warning events on them
 */
public record ObservedEvaluation(Job job, List<ObservedPod> pods, List<PodWarning> warnings) {
  public ObservedEvaluation {
    pods = List.copyOf(pods);
    warnings = List.copyOf(warnings);
  }

  /** Why the Job gave up, in the Job controller's words; empty while it runs or if it is done. */
  public Optional<String> failure() {
    return Optional.ofNullable(job.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(c -> "Failed".equals(c.getType()) && "True".equals(c.getStatus()))
        .map(c -> Optional.ofNullable(c.getMessage()).orElse(String.valueOf(c.getReason())))
        .findFirst();
  }
}
