package dev.martello.operator.cluster;

import dev.martello.operator.observed.PodWarning;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Why pods don't start, in the kubelet's and the scheduler's words: a missing Secret shows nowhere
 * else. Asked only for pods whose containers don't run, so that Events need not be watched.
 */
public final class PodWarnings {
  private final KubernetesClient client;

  public PodWarnings(KubernetesClient client) {
    this.client = client;
  }

  /** The newest warning on each pod that waits. */
  public List<PodWarning> of(Collection<Pod> pods) {
    return pods.stream().filter(PodWarnings::waits).flatMap(this::newest).toList();
  }

  private static boolean waits(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null || pod.getStatus() == null) {
      return false;
    }
    List<ContainerStatus> statuses = pod.getStatus().getContainerStatuses();
    return statuses.isEmpty()
        || statuses.stream()
            .anyMatch(
                status -> status.getState() == null || status.getState().getRunning() == null);
  }

  private Stream<PodWarning> newest(Pod pod) {
    String uid = pod.getMetadata().getUid();
    try {
      return client
          .v1()
          .events()
          .inNamespace(pod.getMetadata().getNamespace())
          .withField("involvedObject.uid", uid)
          .list()
          .getItems()
          .stream()
          .filter(event -> Objects.equals(event.getInvolvedObject().getUid(), uid))
          .filter(event -> "Warning".equals(event.getType()))
          .max(Comparator.comparing(PodWarnings::time))
          .stream()
          .map(event -> warning(pod, event));
    } catch (KubernetesClientException unavailable) {
      // Without the events the status says less; that is no reason not to write one.
      return Stream.empty();
    }
  }

  private static PodWarning warning(Pod pod, Event event) {
    return new PodWarning(
        pod.getMetadata().getName(),
        Objects.requireNonNullElse(event.getReason(), ""),
        Objects.requireNonNullElse(event.getMessage(), ""));
  }

  /**
   * RFC 3339 in UTC, so text order is time order; the kubelet fills the first, newer reporters the
   * second.
   */
  private static String time(Event event) {
    if (event.getLastTimestamp() != null) {
      return event.getLastTimestamp();
    }
    if (event.getSeries() != null && event.getSeries().getLastObservedTime() != null) {
      return event.getSeries().getLastObservedTime().getTime();
    }
    return event.getEventTime() == null ? "" : event.getEventTime().getTime();
  }
}
