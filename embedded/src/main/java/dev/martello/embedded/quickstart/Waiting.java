package dev.martello.embedded.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Waits for the example to be ready, and says what for, in the conditions' own words. */
record Waiting(KubernetesClient client, Example example, Progress progress, Alive alive) {
  private static final Duration STEP = Duration.ofMillis(200);
  private static final Duration FOR_FINDINGS = Duration.ofSeconds(20);

  /** Complains if what is waited for can't come any more. */
  interface Alive {
    void check() throws QuickstartFailed, IOException;
  }

  /**
   * Returns when the condition Ready is True.
   *
   * @throws QuickstartFailed if the deployment is stalled, or not ready after {@code patience}
   */
  void untilReady(Duration patience) throws QuickstartFailed, IOException, InterruptedException {
    Instant end = Instant.now().plus(patience);
    String said = "";
    while (true) {
      alive.check();
      DeploymentView view = DeploymentView.of(client, example);
      if (view.holds("Ready")) {
        progress.step("Ready: " + view.condition("Ready").path("message").asText());
        return;
      }
      if (view.holds("Stalled")) {
        throw new QuickstartFailed("stalled: " + words(view.condition("Stalled")));
      }
      String now = words(view.condition("Ready"));
      if (!now.equals(said)) {
        progress.step("Waiting: " + now);
        said = now;
      }
      if (Instant.now().isAfter(end)) {
        throw new QuickstartFailed("not ready after %d s: %s".formatted(patience.toSeconds(), now));
      }
      Thread.sleep(STEP);
    }
  }

  /** Returns when every check has found out what it can find out here, or after 20 seconds. */
  void untilJudged() throws QuickstartFailed, IOException, InterruptedException {
    Instant end = Instant.now().plus(FOR_FINDINGS);
    String said = "";
    while (Instant.now().isBefore(end)) {
      alive.check();
      DeploymentView view = DeploymentView.of(client, example);
      List<String> undecided = view.undecided();
      if (undecided.isEmpty() && !view.controls().isEmpty()) {
        return;
      }
      String now = String.join(", ", undecided);
      if (!now.equals(said)) {
        progress.step("Waiting for evidence: " + now);
        said = now;
      }
      Thread.sleep(STEP);
    }
  }

  private static String words(JsonNode condition) {
    if (condition.isMissingNode()) {
      return "the operator has not written a status yet";
    }
    return "%s=%s %s: %s"
        .formatted(
            condition.path("type").asText(),
            condition.path("status").asText(),
            condition.path("reason").asText(),
            condition.path("message").asText());
  }
}
