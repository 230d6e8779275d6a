package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.crds.ComplianceStatus;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happens to the operator, as a process of its own, when the API server is away, slow or
 * changed under it. On an API server that the test starts, since it is killed.
 */
class FaultsApiServerIT {
  private static final String NAMESPACE = "faults-it";

  /** A minute, by hand: {@code -Dfaults.outage=60}. */
  private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("faults.outage", 8));

  @TempDir static Path directory;

  private static OwnApiServer server;
  private static FaultyLink link;
  private static KubernetesClient admin;
  private static KubernetesClient linked;
  private static Cluster cluster;

  private final List<OperatorProcess> running = new ArrayList<>();
  private OperatorProcess operator;

  @BeforeAll
  static void serve() throws Exception {
    assumeTrue(OwnApiServer.canRun(), "kube-apiserver and etcd are not on PATH");
    Awaitility.setDefaultTimeout(Duration.ofSeconds(120));
    server = new OwnApiServer(directory);
    link = new FaultyLink(server.port());
    admin = server.client(server.port());
    linked = server.client(link.port());
    cluster = new Cluster(admin, NAMESPACE);
    cluster.install();
    for (String file : List.of("namespace", "service-account", "cluster-role")) {
      try (InputStream yaml =
          Files.newInputStream(Path.of("..", "manifests", "operator", file + ".yaml"))) {
        admin.load(yaml).items().forEach(cluster::apply);
      }
    }
    Files.writeString(
        Files.createDirectory(directory.resolve("runtimes")).resolve("default"), Cluster.IMAGE);
    Files.createDirectory(directory.resolve("ca"));
    cluster.trust();
  }

  @AfterAll
  static void end() throws IOException {
    if (server != null) {
      linked.close();
      admin.close();
      link.close();
      server.close();
    }
  }

  @BeforeEach
  void begin() throws Exception {
    operator = start("operator");
  }

  @AfterEach
  void stop() {
    link.mend();
    running.forEach(OperatorProcess::close);
  }

  private OperatorProcess start(String name) throws Exception {
    OperatorProcess process =
        OperatorProcess.start(linked, "martello-operator", name, directory, Map.of());
    running.add(process);
    await().until(() -> process.said("Started"));
    OperatorProcess.mountAuthority(admin, directory);
    return process;
  }

  private static void untilApplied(String name) {
    await(name).until(() -> cluster.state(name, "Applied").startsWith("True"));
  }

  private static boolean service(String name) {
    return admin.services().inNamespace(NAMESPACE).withName(name).get() != null;
  }

  /** One workload, one certificate, and of nothing two that were made. */
  private static void nothingIsDoubled(String name, OperatorProcess... operators)
      throws IOException {
    assertThat(cluster.workloads(name)).hasSize(1);
    assertThat(
            admin
                .secrets()
                .inNamespace(NAMESPACE)
                .withLabel(Labels.DEPLOYMENT, name)
                .list()
                .getItems())
        .hasSize(1);
    Set<String> created = new HashSet<>();
    for (OperatorProcess one : operators) {
      for (String line : one.log().lines().filter(l -> l.startsWith("{")).toList()) {
        JsonNode decision = new ObjectMapper().readTree(line);
        if (decision.path("decision").asText().equals("Created")
            && decision.path("deployment").asText().equals(name)) {
          assertThat(created.add(decision.path("kind").asText() + decision.path("name").asText()))
              .as(line)
              .isTrue();
        }
      }
    }
  }

  @Test
  void goneAndBackAgain() throws Exception {
    cluster.deployment("gone", 1, "1.0.0");
    untilApplied("gone");
    server.kill();
    Thread.sleep(OUTAGE);
    assertThat(operator.alive()).as("it waits").isTrue();
    server.start();
    long back = System.nanoTime();
    cluster.deployment("later", 1, "1.0.0");
    admin.services().inNamespace(NAMESPACE).withName("gone").delete();
    untilApplied("later");
    await().until(() -> service("gone"));
    System.out.printf(
        "API server away for %s: caught up %s after it was back%n",
        OUTAGE, Duration.ofNanos(System.nanoTime() - back));
    untilApplied("gone");
    nothingIsDoubled("gone", operator);
    nothingIsDoubled("later", operator);
  }

  /** A server that was started anew remembers no earlier version: 410. */
  @Test
  void whatHappenedBehindAnExpiredWatchIsNotLost() throws Exception {
    cluster.deployment("kept", 1, "1.0.0");
    cluster.deployment("deleted", 1, "1.0.0");
    untilApplied("kept");
    untilApplied("deleted");
    String seen = admin.services().inNamespace(NAMESPACE).list().getMetadata().getResourceVersion();
    link.cut();
    admin.services().inNamespace(NAMESPACE).withName("kept").delete();
    admin.resource(cluster.get("deleted")).delete();
    cluster.deployment("new", 1, "1.0.0");
    server.kill();
    server.start();
    assertThat(
            admin.raw(
                "/api/v1/namespaces/%s/services?watch=1&timeoutSeconds=2&resourceVersion=%s"
                    .formatted(NAMESPACE, seen)))
        .as("whoever goes on from there is refused")
        .contains("\"code\":410");
    link.mend();
    untilApplied("new");
    await().until(() -> service("kept"));
    nothingIsDoubled("kept", operator);
    nothingIsDoubled("new", operator);
    assertThat(operator.log()).doesNotContain("\"RoundFailed\"");
  }

  @Test
  void aSlowOneIsWaitedFor() throws Exception {
    link.slow(Duration.ofMillis(150));
    cluster.deployment("slow", 1, "1.0.0");
    untilApplied("slow");
    admin.services().inNamespace(NAMESPACE).withName("slow").delete();
    await().until(() -> service("slow"));
    nothingIsDoubled("slow", operator);
  }

  @Test
  void killedBetweenTwoWrites() throws Exception {
    link.slow(Duration.ofMillis(150));
    cluster.deployment("half", 1, "1.0.0");
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> admin.serviceAccounts().inNamespace(NAMESPACE).withName("half").get() != null);
    operator.kill();
    assertThat(cluster.workloads("half")).as("it was not done").isEmpty();
    link.mend();
    OperatorProcess next = start("next");
    untilApplied("half");
    nothingIsDoubled("half", next);
  }

  @Test
  void itsDefinitionIsUpdatedUnderWay() throws Exception {
    String name = "modeldeployments.models.martello.dev";
    CustomResourceDefinition shipped =
        admin.apiextensions().v1().customResourceDefinitions().withName(name).get();
    for (int i = 0; i < 5; i++) {
      int round = i;
      cluster.deployment("defined-" + i, 1, "1.0.0");
      admin
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(name)
          .edit(
              definition -> {
                definition
                    .getSpec()
                    .getVersions()
                    .getFirst()
                    .getSchema()
                    .getOpenAPIV3Schema()
                    .setDescription("Changed " + round);
                return definition;
              });
    }
    for (int i = 0; i < 5; i++) {
      untilApplied("defined-" + i);
      nothingIsDoubled("defined-" + i, operator);
    }
    shipped.getMetadata().setResourceVersion(null);
    admin.resource(shipped).update();
    assertThat(operator.alive()).isTrue();
  }

  @Test
  void aPodThatAnotherPolicyChangedIsTold() throws Exception {
    cluster.applyYaml(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicy
        metadata: {name: faults-it}
        spec:
          failurePolicy: Fail
          reinvocationPolicy: Never
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
          mutations:
          - patchType: JSONPatch
            jsonPatch:
              expression: >-
                [JSONPatch{op: "add", path: "/spec/containers/-",
                value: Object.spec.containers{name: "sidecar", image: "registry.example.com/sidecar"}}]
        """);
    cluster.applyYaml(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingAdmissionPolicyBinding
        metadata: {name: faults-it}
        spec: {policyName: faults-it}
        """);
    cluster.deployment("mutated", 1, "1.0.0");
    untilApplied("mutated");
    // The policy takes effect a little later.
    await()
        .until(
            () -> {
              Pod pod = cluster.pod(cluster.workload("mutated"));
              if (pod.getSpec().getContainers().size() == 2) {
                serves(pod);
                return true;
              }
              admin.resource(pod).withGracePeriod(0).delete();
              return false;
            });
    await().until(() -> finding("mutated").contains("container sidecar was added"));
    assertThat(cluster.state("mutated", "PodHardened")).startsWith("False");
    assertThat(cluster.state("mutated", "Applied")).as("our own objects").startsWith("True");
    assertThat(cluster.state("mutated", "Compliant")).startsWith("False");
  }

  /** As the kubelet says of a pod that answers. */
  private static void serves(Pod pod) {
    admin
        .pods()
        .inNamespace(NAMESPACE)
        .withName(pod.getMetadata().getName())
        .editStatus(
            p ->
                new PodBuilder(p)
                    .withNewStatus()
                    .withPhase("Running")
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus("True")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  /** What the checks that are not satisfied say. */
  private static String finding(String name) {
    return Optional.ofNullable(cluster.get(name).getStatus())
        .map(ModelDeploymentStatus::compliance)
        .map(ComplianceStatus::controls)
        .orElse(List.of())
        .stream()
        .filter(control -> control.finding() == Finding.NotSatisfied)
        .map(ControlStatus::evidence)
        .collect(Collectors.joining("; "));
  }
}
