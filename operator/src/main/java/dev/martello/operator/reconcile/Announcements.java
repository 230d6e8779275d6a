package dev.martello.operator.reconcile;

import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.cluster.Written;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events on the ModelDeployment, for people: Ready, Stalled and Compliant when they change, and
 * drift that was undone.
 */
final class Announcements {
  private static final List<String> ANNOUNCED = List.of("Ready", "Stalled", "Compliant");
  private static final int LONGEST_NOTE = 1000;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final InstantSource clock;
  private final DecisionLog log;

  Announcements(KubernetesClient client, InstantSource clock, DecisionLog log) {
    this.client = client;
    this.clock = clock;
    this.log = log;
  }

  void written(ModelDeployment deployment, Written write) {
    if (write.what() == Written.What.DriftUndone) {
      String note =
          "%s %s: undid %s".formatted(write.kind(), write.name(), String.join(", ", write.by()));
      send(deployment, "Warning", write.what().name(), note);
    }
  }

  void changed(
      ModelDeployment deployment,
      @Nullable ModelDeploymentStatus before,
      ModelDeploymentStatus now) {
    for (String type : ANNOUNCED) {
      Optional<Condition.Status> earlier =
          Optional.ofNullable(before).flatMap(s -> s.condition(type)).map(Condition::status);
      now.condition(type)
          .filter(condition -> worthTelling(condition, earlier))
          .ifPresent(
              condition ->
                  send(
                      deployment,
                      bad(condition) ? "Warning" : "Normal",
                      condition.reason(),
                      "%s is %s: %s".formatted(type, condition.status(), condition.message())));
    }
  }

  /** Not that something new isn't ready yet: that is no change. */
  private static boolean worthTelling(Condition now, Optional<Condition.Status> before) {
    return before
        .map(status -> status != now.status())
        .orElse(now.status() == Condition.Status.True);
  }

  private static boolean bad(Condition condition) {
    return condition.type().equals("Stalled") == (condition.status() == Condition.Status.True);
  }

  private void send(ModelDeployment deployment, String type, String reason, String note) {
    Instant now = clock.instant();
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(deployment.getMetadata().getNamespace())
            .withName(deployment.getMetadata().getName() + "." + UUID.randomUUID())
            .endMetadata()
            .withEventTime(new MicroTime(MICROS.format(now)))
            .withReportingController("martello.dev/operator")
            .withReportingInstance("martello-operator")
            .withAction("Reconcile")
            .withType(type)
            .withReason(reason)
            .withNote(note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE))
            .withNewRegarding()
            .withApiVersion(deployment.getApiVersion())
            .withKind(deployment.getKind())
            .withNamespace(deployment.getMetadata().getNamespace())
            .withName(deployment.getMetadata().getName())
            .withUid(deployment.getMetadata().getUid())
            .endRegarding()
            .build();
    try {
      client.resource(event).create();
    } catch (KubernetesClientException lost) {
      // An event is news, not state: the status says the same, so the round goes on.
      log.process("EventLost", Map.of("reason", reason, "status", lost.getCode()));
    }
  }
}
