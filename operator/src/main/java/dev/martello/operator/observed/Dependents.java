package dev.martello.operator.observed;

import dev.martello.crds.Drift;
import dev.martello.crds.ServingCertificate;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Optional;

/**
 * What stands of the objects that belong to a deployment.
 *
 * @param deployments the Kubernetes Deployments with our labels, one per revision
 * @param endpointSlices those of the Service
 * @param objects one entry per object of {@code Desired.objects()}, after it was applied and
 *     compared
 * @param certificate the one that the operator issued last, if any
 * @param lastDrift which change by others was undone last, in this round or an earlier one
 * @param evaluation of the desired revision, while there is no verdict
 */
public record Dependents(
    List<Deployment> deployments,
    List<EndpointSlice> endpointSlices,
    Optional<PodDisruptionBudget> disruptionBudget,
    List<ObservedObject> objects,
    Optional<ServingCertificate> certificate,
    Optional<Drift> lastDrift,
    Optional<ObservedEvaluation> evaluation) {

  public Dependents {
    deployments = List.copyOf(deployments);
    endpointSlices = List.copyOf(endpointSlices);
    objects = List.copyOf(objects);
  }

  /** The Deployment of that revision. */
  public Optional<Deployment> deployment(String revision) {
    return deployments.stream()
        .filter(d -> d.getMetadata().getLabels() != null)
        .filter(d -> revision.equals(d.getMetadata().getLabels().get(Labels.REVISION)))
        .findFirst();
  }
}
