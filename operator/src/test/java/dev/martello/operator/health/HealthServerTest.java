package dev.martello.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.ComplianceStatus;
import dev.martello.crds.Condition;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.Grade;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final OperatorMetrics metrics = new OperatorMetrics();
  private HealthServer server;

  @BeforeEach
  void start() throws Exception {
    server = HealthServer.start(0, metrics);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void isAliveButNotReadyWhileItStarts() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void saysWhatItIsTold() throws Exception {
    server.report(() -> true, () -> true);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    server.report(() -> false, () -> true);
    assertThat(get("/livez").statusCode()).isEqualTo(503);
  }

  /** Alerts speak of metrics that there are. */
  @Test
  void rulesNameOnlyOurMetrics() throws Exception {
    String rules =
        Files.readString(Path.of("..", "manifests", "monitoring", "prometheus-rule.yaml"));
    String metrics = get("/metrics").body();
    Matcher name = Pattern.compile("expr: .*?(martello_[a-z_]+)").matcher(rules);
    int found = 0;
    while (name.find()) {
      assertThat(metrics).contains("# TYPE " + name.group(1) + " gauge");
      found++;
    }
    assertThat(found).isEqualTo(4);
  }

  @Test
  void metricsNameEachDeployment() throws Exception {
    ModelDeployment deployment = new ModelDeployment();
    deployment.getMetadata().setNamespace("demo");
    deployment.getMetadata().setName("model");
    deployment.getMetadata().setUid("u");
    Condition ready =
        new Condition("Ready", Condition.Status.True, "Serving", "", "2026-11-23T08:00:00Z", 1L);
    ControlStatus owner =
        new ControlStatus(
            "owner-named",
            "A.5.9",
            Finding.NotSatisfied,
            "OwnerMissing",
            "",
            Grade.Declared,
            "2026-11-23T08:00:00Z");
    metrics.reconciled();
    metrics.written("Created");
    metrics.observed(
        deployment,
        new ModelDeploymentStatus(
            1L,
            List.of(ready),
            null,
            null,
            0,
            0,
            null,
            null,
            null,
            new ComplianceStatus("0/1", 0, 1, 0, 0, List.of(owner), null, null),
            List.of(),
            null,
            List.of()),
        Instant.ofEpochSecond(1_795_000_000L));

    assertThat(get("/metrics").body().lines())
        .contains(
            "martello_reconciles_total 1",
            "martello_writes_total{what=\"Created\"} 1",
            "martello_deployment_ready{namespace=\"demo\",deployment=\"model\",status=\"True\"} 1",
            "martello_deployment_ready{namespace=\"demo\",deployment=\"model\",status=\"False\"} 0",
            "martello_deployment_compliant{namespace=\"demo\",deployment=\"model\",status=\"Unknown\"} 1",
            "martello_control_finding{namespace=\"demo\",deployment=\"model\",control=\"owner-named\",finding=\"NotSatisfied\"} 1",
            "martello_deployment_judged_timestamp_seconds{namespace=\"demo\",deployment=\"model\"} 1795000000");

    metrics.retain(Set.of());
    assertThat(get("/metrics").body()).doesNotContain("deployment=\"model\"");
  }
}
