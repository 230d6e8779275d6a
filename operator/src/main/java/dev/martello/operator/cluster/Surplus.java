package dev.martello.operator.cluster;

import dev.martello.crds.ModelDeployment;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which objects of a deployment are no longer wanted; pure. */
public final class Surplus {
  private Surplus() {}

  /**
   * What stands without need: older revisions' Deployments, settings that no Deployment needs, a
   * disruption budget that isn't rendered.
   *
   * @param optional disruption budgets and autoscalers: not every deployment has them
   * @param wanted what is rendered and applied
   * @param revision the desired one
   * @param outdated names of Deployments (and of their settings) that have been replaced
   */
  public static List<HasMetadata> of(
      ModelDeployment owner,
      Collection<Deployment> deployments,
      Collection<ConfigMap> configMaps,
      Collection<? extends HasMetadata> optional,
      Collection<Job> evaluations,
      Collection<? extends HasMetadata> wanted,
      Collection<String> outdated,
      String revision) {
    Set<String> needed = new HashSet<>();
    wanted.forEach(object -> needed.add(key(object)));
    Stream<Deployment> oldDeployments =
        deployments.stream().filter(d -> outdated.contains(d.getMetadata().getName()));
    deployments.stream()
        .map(deployment -> deployment.getMetadata().getName())
        .filter(name -> !outdated.contains(name))
        .forEach(name -> needed.add("ConfigMap/" + name));
    Stream<ConfigMap> oldSettings =
        configMaps.stream()
            .filter(map -> map.getMetadata().getLabels().containsKey(Labels.REVISION));
    // The present revision's Job stays with its log, also when the verdict is known.
    Stream<Job> oldEvaluations =
        evaluations.stream()
            .filter(
                job ->
                    !job.getMetadata()
                        .getLabels()
                        .getOrDefault(Labels.REVISION, "")
                        .equals(revision));
    return Stream.of(oldDeployments, oldSettings, optional.stream(), oldEvaluations)
        .<HasMetadata>flatMap(objects -> objects)
        .filter(object -> !needed.contains(key(object)))
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .filter(object -> Ownership.owns(owner, object))
        .toList();
  }

  private static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }
}
