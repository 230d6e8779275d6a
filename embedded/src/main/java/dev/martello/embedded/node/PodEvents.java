package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The events of one pod; the same one again only counts up, at most every ten seconds. */
final class PodEvents {
  private static final Duration REPEAT = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Pod pod;
  private final Map<String, Event> sent = new HashMap<>();

  PodEvents(KubernetesClient client, Pod pod) {
    this.client = client;
    this.pod = pod;
  }

  void warning(String reason, String message) {
    send("Warning", reason, message);
  }

  void normal(String reason, String message) {
    send("Normal", reason, message);
  }

  private void send(String type, String reason, String message) {
    Instant now = Instant.now();
    Event before = sent.get(reason + message);
    if (before != null && Instant.parse(before.getLastTimestamp()).plus(REPEAT).isAfter(now)) {
      return;
    }
    Event event =
        before == null
            ? first(type, reason, message, now)
            : new EventBuilder(before)
                .withCount(Objects.requireNonNullElse(before.getCount(), 1) + 1)
                .withLastTimestamp(PodStatusRendering.time(now))
                .build();
    try {
      client.resource(event).fieldManager("kubelet").forceConflicts().serverSideApply();
      sent.put(reason + message, event);
    } catch (KubernetesClientException e) {
      // An event is news, not state: the namespace may just be going.
      NodeLog.LOG.fine(() -> "event not written: " + e.getMessage());
    }
  }

  private Event first(String type, String reason, String message, Instant now) {
    String name = pod.getMetadata().getName();
    String namespace = pod.getMetadata().getNamespace();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name + "." + UUID.randomUUID().toString().replace("-", "").substring(0, 16))
        .withNamespace(namespace)
        .endMetadata()
        .withType(type)
        .withReason(reason)
        .withMessage(message)
        .withCount(1)
        .withFirstTimestamp(PodStatusRendering.time(now))
        .withLastTimestamp(PodStatusRendering.time(now))
        .withNewInvolvedObject()
        .withApiVersion("v1")
        .withKind("Pod")
        .withName(name)
        .withNamespace(namespace)
        .withUid(pod.getMetadata().getUid())
        .endInvolvedObject()
        .withNewSource()
        .withComponent("kubelet")
        .withHost(NodeObject.NAME)
        .endSource()
        .withReportingComponent("kubelet")
        .withReportingInstance(NodeObject.NAME)
        .build();
  }
}
