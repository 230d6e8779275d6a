package dev.martello.operator.status;

import dev.martello.crds.ModelDeployment;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Who last wrote a spec, and of which commit it is, as its metadata say. */
final class Authorship {
  /** Set by whoever applies: neither Argo CD nor Flux writes a commit on what it applies. */
  static final String GIT_COMMIT = "martello.dev/git-commit";

  private static final int LONGEST_COMMIT = 128;

  private Authorship() {}

  /** The field manager; scaling and the status are no change of what runs. */
  static Optional<String> changedBy(ModelDeployment deployment) {
    return deployment.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
        .filter(entry -> entry.getFieldsV1() != null && entry.getTime() != null)
        .filter(entry -> entry.getFieldsV1().getAdditionalProperties().containsKey("f:spec"))
        .max(Comparator.comparing(ManagedFieldsEntry::getTime))
        .map(ManagedFieldsEntry::getManager);
  }

  static Optional<String> gitCommit(ModelDeployment deployment) {
    Map<String, String> annotations = deployment.getMetadata().getAnnotations();
    return Optional.ofNullable(annotations == null ? null : annotations.get(GIT_COMMIT))
        .filter(commit -> !commit.isBlank() && commit.length() <= LONGEST_COMMIT);
  }
}
