package dev.martello.operator.observed;

import dev.martello.crds.ModelDeployment;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that was seen for one ModelDeployment in one round, after the round's writes.
 *
 * @param deployment with its spec as the API server holds it, and the status that we wrote last
 * @param now the operator's clock; the only time that judging knows
 * @param pods every pod that the Service selects (label {@code martello.dev/deployment}), of any
 *     revision and owner
 * @param warnings newest warning events on those pods, such as FailedMount
 */
public record Observed(
    ModelDeployment deployment,
    Instant now,
    Surroundings surroundings,
    Dependents dependents,
    List<ObservedPod> pods,
    List<PodWarning> warnings) {

  public Observed {
    pods = pods.stream().sorted(Comparator.comparing(ObservedPod::name)).toList();
    warnings = List.copyOf(warnings);
  }

  public boolean embedded() {
    return surroundings.embedded();
  }

  public String name() {
    return deployment.getMetadata().getName();
  }

  public String namespace() {
    return deployment.getMetadata().getNamespace();
  }

  public long generation() {
    return Optional.ofNullable(deployment.getMetadata().getGeneration()).orElse(0L);
  }

  /** Pods that requests reach: ready, or behind a ready endpoint of the Service. */
  public List<ObservedPod> serving() {
    List<Endpoint> endpoints = readyEndpoints();
    return pods.stream()
        .filter(pod -> pod.ready() || endpoints.stream().anyMatch(e -> leadsTo(e, pod)))
        .toList();
  }

  /** The Service's ready endpoints. */
  public List<Endpoint> readyEndpoints() {
    return dependents.endpointSlices().stream()
        .flatMap(slice -> Optional.ofNullable(slice.getEndpoints()).stream().flatMap(List::stream))
        .filter(Observed::ready)
        .toList();
  }

  /**
   * Addresses of ready endpoints behind which none of our pods stands: requests go where we can't
   * look.
   */
  public List<String> strayAddresses() {
    return readyEndpoints().stream()
        .filter(endpoint -> pods.stream().noneMatch(pod -> leadsTo(endpoint, pod)))
        .flatMap(endpoint -> addresses(endpoint).stream())
        .sorted()
        .toList();
  }

  /** The same, with only those pods that were made from this revision. */
  public Observed only(String revision) {
    return new Observed(
        deployment,
        now,
        surroundings,
        dependents,
        pods.stream().filter(pod -> pod.revision().equals(revision)).toList(),
        warnings);
  }

  private static boolean leadsTo(Endpoint endpoint, ObservedPod pod) {
    Optional<String> target =
        Optional.ofNullable(endpoint.getTargetRef()).map(ObjectReference::getUid);
    return target
        .map(uid -> uid.equals(pod.uid()))
        .orElseGet(() -> pod.address().filter(addresses(endpoint)::contains).isPresent());
  }

  private static List<String> addresses(Endpoint endpoint) {
    return Optional.ofNullable(endpoint.getAddresses()).orElse(List.of());
  }

  /** An endpoint without the condition counts as ready (Endpoints API). */
  private static boolean ready(Endpoint endpoint) {
    return Optional.ofNullable(endpoint.getConditions())
        .map(EndpointConditions::getReady)
        .orElse(true);
  }
}
