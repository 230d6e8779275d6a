package dev.martello.operator.desired;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.Refusal;
import dev.martello.crds.RevisionStatus.Result;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The step from the revisions that stand to the one that is desired. A new revision comes up beside
 * the old one, which serves until the new one is fully available; a refused revision goes to zero
 * replicas and leaves the old one alone.
 *
 * @param apply the rendered objects, the Deployment at zero replicas if its revision is refused
 * @param scale older Deployments that go on serving, by name, whose replicas differ from the wanted
 *     number
 * @param delete names shared by an older revision's Deployment and ConfigMap, neither needed any
 *     more
 */
public record Rollout(
    List<HasMetadata> apply, SortedMap<String, Integer> scale, List<String> delete) {

  /**
   * Decides the next step; asked anew in every round.
   *
   * @param standing the Deployments with our labels, of all revisions, as observed before this
   *     round's writes
   */
  public static Rollout plan(
      ModelDeployment deployment, Desired desired, List<Deployment> standing) {
    boolean refused =
        refusal(deployment).filter(r -> r.revision().equals(desired.revision())).isPresent();
    List<HasMetadata> apply =
        desired.objects().stream().map(o -> refused ? withoutPods(o) : o).toList();

    List<Deployment> older =
        standing.stream().filter(d -> !revision(d).equals(desired.revision())).toList();
    boolean done =
        !refused
            && standing.stream()
                .filter(d -> revision(d).equals(desired.revision()))
                .anyMatch(d -> complete(d, desired.replicas()));
    List<Deployment> kept = done ? List.of() : worthKeeping(deployment, older);

    TreeMap<String, Integer> scale = new TreeMap<>();
    for (Deployment keep : kept) {
      if (desired.replicas() != wanted(keep)) {
        scale.put(keep.getMetadata().getName(), desired.replicas());
      }
    }
    return new Rollout(
        apply,
        scale,
        older.stream().filter(d -> !kept.contains(d)).map(d -> d.getMetadata().getName()).toList());
  }

  /** The refusal that still holds: any change of the spec lifts it but that of its replicas. */
  public static Optional<Refusal> refusal(ModelDeployment deployment) {
    return Optional.ofNullable(deployment.getStatus())
        .map(ModelDeploymentStatus::refused)
        .filter(
            r ->
                r.generation().equals(deployment.getMetadata().getGeneration())
                    || RevisionSpec.sha256WithoutReplicas(deployment.getSpec())
                        .equals(r.specSha256()));
  }

  /**
   * Whether the Deployment controller has seen this spec and every wanted pod is of it and
   * available.
   */
  public static boolean complete(Deployment deployment, int replicas) {
    DeploymentStatus status =
        Optional.ofNullable(deployment.getStatus()).orElseGet(DeploymentStatus::new);
    Long seen = status.getObservedGeneration();
    Long generation = deployment.getMetadata().getGeneration();
    return (generation == null || (seen != null && seen >= generation))
        && wanted(deployment) == replicas
        && number(status.getReplicas()) == replicas
        && number(status.getUpdatedReplicas()) == replicas
        && number(status.getAvailableReplicas()) == replicas;
  }

  /** The revision that served last if it still stands, else those that serve or once did. */
  private static List<Deployment> worthKeeping(ModelDeployment owner, List<Deployment> older) {
    Optional<Deployment> last =
        Optional.ofNullable(owner.getStatus()).map(ModelDeploymentStatus::revision).stream()
            .flatMap(served -> older.stream().filter(d -> revision(d).equals(served)))
            .findFirst();
    return last.map(List::of)
        .orElseGet(
            () ->
                older.stream()
                    .filter(d -> d.getStatus() != null)
                    .filter(Rollout::worked)
                    .filter(d -> !refusedBefore(owner, d))
                    .toList());
  }

  /** At zero replicas it looks as complete as one that served. */
  private static boolean refusedBefore(ModelDeployment owner, Deployment older) {
    return Optional.ofNullable(owner.getStatus()).stream()
        .flatMap(status -> status.revisions().stream())
        .anyMatch(r -> r.result() == Result.Refused && r.revision().equals(revision(older)));
  }

  /**
   * The reason stays on the Deployment after its pods were complete once, also while they are down.
   */
  private static boolean worked(Deployment deployment) {
    DeploymentStatus status = deployment.getStatus();
    return number(status.getAvailableReplicas()) > 0
        || status.getConditions().stream()
            .anyMatch(c -> "NewReplicaSetAvailable".equals(c.getReason()));
  }

  private static HasMetadata withoutPods(HasMetadata object) {
    return object instanceof Deployment d
        ? new DeploymentBuilder(d).editSpec().withReplicas(0).endSpec().build()
        : object;
  }

  private static String revision(Deployment deployment) {
    return Optional.ofNullable(deployment.getMetadata().getLabels())
        .map(labels -> labels.get(Labels.REVISION))
        .orElse("");
  }

  /** Absent means 1 (Deployment API). */
  private static int wanted(Deployment deployment) {
    return Optional.ofNullable(deployment.getSpec()).map(DeploymentSpec::getReplicas).orElse(1);
  }

  private static int number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
