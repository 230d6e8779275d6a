package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loop against the embedded API server, without a node: what is written, what is not, and what
 * is undone.
 */
class ReconcileLoopTest {
  @TempDir Path directory;

  private EmbeddedLoop loop;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(20));
    loop = new EmbeddedLoop(directory);
    cluster = loop.cluster();
  }

  /** The kubelet would show the Secret as files. */
  private void mountAuthority() throws Exception {
    Secret secret =
        cluster
            .client()
            .secrets()
            .inNamespace("martello-system")
            .withName("martello-operator-ca")
            .get();
    Path ca = Files.createDirectories(directory.resolve("ca"));
    Files.writeString(ca.resolve("tls.crt"), secret.getStringData().get("tls.crt"));
    Files.writeString(ca.resolve("tls.key"), secret.getStringData().get("tls.key"));
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void appliesEverythingAndThenWritesNothing() throws Exception {
    cluster.trust();
    cluster.deployment("example", 2, "1.0.0");
    awaitState("example", "Applied", "True");

    String revision =
        cluster.workload("example").getMetadata().getLabels().get("martello.dev/revision");
    assertThat(cluster.versions("example").keySet())
        .contains(
            "ConfigMap/example-" + revision,
            "ConfigMap/example-ca",
            "Deployment/example-" + revision,
            "NetworkPolicy/example",
            "PodDisruptionBudget/example",
            "Service/example",
            "ServiceAccount/example")
        .anyMatch(name -> name.matches("Secret/example-tls-[0-9a-f]{10}"))
        .hasSize(9);
    assertThat(cluster.get("example").getStatus().observedGeneration())
        .isEqualTo(cluster.get("example").getMetadata().getGeneration());

    long writes = settledWrites();
    Map<String, String> versions = cluster.versions("example");
    // Rounds go on every two seconds while no pod is there: none of them may write.
    Thread.sleep(5_000);
    assertThat(cluster.versions("example")).isEqualTo(versions);
    assertThat(loop.operator().writes()).isEqualTo(writes);
  }

  @Test
  void writesNothingWhenStartedAgain() throws Exception {
    cluster.trust();
    cluster.deployment("example", 1, "1.0.0");
    awaitState("example", "Applied", "True");
    settledWrites();
    Map<String, String> versions = cluster.versions("example");

    loop.operator().close();
    mountAuthority();
    loop.startOperator();
    Thread.sleep(4_000);

    assertThat(loop.operator().writes()).isZero();
    assertThat(cluster.versions("example")).isEqualTo(versions);
  }

  @Test
  void undoesChangesByOthers() {
    cluster.trust();
    cluster.deployment("example", 1, "1.0.0");
    awaitState("example", "Applied", "True");
    Deployment rendered = cluster.workload("example");

    merge("{\"spec\":{\"replicas\":7}}");
    await().until(() -> cluster.workload("example").getSpec().getReplicas() == 1);

    cluster.client().services().inNamespace(Cluster.NAMESPACE).withName("example").delete();
    await().until(() -> cluster.versions("example").containsKey("Service/example"));

    cluster
        .client()
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(Cluster.NAMESPACE)
        .withName("example")
        .edit(
            policy -> {
              policy.getSpec().getIngress().clear();
              policy.getMetadata().getLabels().clear();
              return policy;
            });
    await().until(() -> cluster.versions("example").containsKey("NetworkPolicy/example"));
    assertThat(cluster.workload("example").getSpec().getTemplate())
        .isEqualTo(rendered.getSpec().getTemplate());
  }

  @Test
  void removesWhatOthersAdd() {
    cluster.trust();
    cluster.deployment("example", 1, "1.0.0");
    awaitState("example", "Applied", "True");

    merge("{\"spec\":{\"template\":{\"spec\":{\"hostNetwork\":true}}}}");
    await()
        .until(
            () ->
                cluster.workload("example").getSpec().getTemplate().getSpec().getHostNetwork()
                    == null);

    Deployment intruder =
        new DeploymentBuilder(cluster.workload("example"))
            .editSpec()
            .editTemplate()
            .editSpec()
            .addToContainers(withName("evil"))
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    intruder.getMetadata().setManagedFields(null);
    cluster.client().resource(intruder).unlock().update();
    await()
        .until(
            () ->
                cluster.workload("example").getSpec().getTemplate().getSpec().getContainers().size()
                    == 1);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .client()
                            .events()
                            .v1()
                            .events()
                            .inNamespace(Cluster.NAMESPACE)
                            .list()
                            .getItems())
                    .anyMatch(event -> event.getReason().equals("DriftUndone")));
  }

  @Test
  void replacesAServiceWhosePortWasChanged() {
    cluster.trust();
    cluster.deployment("example", 1, "1.0.0");
    awaitState("example", "Applied", "True");

    cluster
        .client()
        .services()
        .inNamespace(Cluster.NAMESPACE)
        .withName("example")
        .edit(
            service ->
                new ServiceBuilder(service)
                    .editSpec()
                    .editFirstPort()
                    .withPort(9999)
                    .endPort()
                    .endSpec()
                    .build());
    await()
        .until(
            () -> {
              var ports =
                  cluster
                      .client()
                      .services()
                      .inNamespace(Cluster.NAMESPACE)
                      .withName("example")
                      .get()
                      .getSpec()
                      .getPorts();
              return ports.size() == 1 && ports.getFirst().getPort() == 443;
            });
  }

  @Test
  void neverTakesOverWhatItDoesNotOwn() {
    var foreign =
        new ServiceAccountBuilder()
            .withNewMetadata()
            .withNamespace(Cluster.NAMESPACE)
            .withName("example")
            .endMetadata()
            .build();
    String version = cluster.client().resource(foreign).create().getMetadata().getResourceVersion();
    cluster.trust();
    cluster.deployment("example", 1, "1.0.0");

    awaitState("example", "Applied", "False/NotOurs");
    // Without its account no pod may start.
    assertThat(cluster.workloads("example")).isEmpty();
    assertThat(cluster.client().resource(foreign).get().getMetadata().getResourceVersion())
        .isEqualTo(version);

    cluster.client().resource(foreign).delete();
    // What is not watched is seen at the next round.
    awaitState("example", "Applied", "True");
  }

  @Test
  void keepsTheOldRevisionUntilTheNewOneIsComplete() {
    cluster.trust();
    cluster.deployment("example", 1, "1.0.0");
    awaitState("example", "Applied", "True");
    Deployment first = cluster.workload("example");
    cluster.complete(first);

    cluster.deployment("example", 1, "2.0.0");
    await().until(() -> cluster.workloads("example").size() == 2);
    Deployment second =
        cluster.workloads("example").stream()
            .filter(d -> !d.getMetadata().getName().equals(first.getMetadata().getName()))
            .findFirst()
            .orElseThrow();

    cluster.complete(second);
    await().until(() -> cluster.workloads("example").size() == 1);
    await()
        .until(
            () ->
                !cluster
                    .versions("example")
                    .containsKey("ConfigMap/" + first.getMetadata().getName()));
    assertThat(cluster.workload("example").getMetadata().getName())
        .isEqualTo(second.getMetadata().getName());
  }

  @Test
  void latchesARefusedRevisionAtZeroReplicas() throws Exception {
    cluster.trust();
    cluster.deployment("example", 1, "1.0.0");
    awaitState("example", "Applied", "True");
    Pod pod = cluster.pod(cluster.workload("example"));
    cluster.refuse(pod, "SignatureInvalid", "model/model.sig: does not verify");

    awaitState("example", "Stalled", "True/SignatureInvalid");
    await().until(() -> cluster.workload("example").getSpec().getReplicas() == 0);
    assertThat(cluster.state("example", "Ready")).isEqualTo("False/SignatureInvalid");
    assertThat(cluster.get("example").getStatus().refused().message()).contains("does not verify");

    cluster.client().resource(pod).delete();
    Thread.sleep(3_000);
    assertThat(cluster.workload("example").getSpec().getReplicas()).isZero();
    assertThat(cluster.state("example", "Stalled")).isEqualTo("True/SignatureInvalid");

    cluster.deployment("example", 1, "2.0.0");
    await()
        .until(
            () ->
                cluster.workloads("example").stream()
                    .anyMatch(d -> d.getSpec().getReplicas() == 1));
    await().until(() -> cluster.get("example").getStatus().refused() == null);
  }

  @Test
  void saysWhatTheKubeletSaysOfAMissingSecret() {
    cluster.trust();
    cluster.deployment("example", 1, "1.0.0");
    awaitState("example", "Applied", "True");
    Pod pod = cluster.pod(cluster.workload("example"));
    cluster.warn(
        pod,
        "FailedMount",
        "MountVolume.SetUp failed for volume \"key\" : secret \"example-key\" not found");
    await()
        .until(
            () ->
                cluster
                    .condition("example", "Ready")
                    .filter(ready -> ready.message().contains("example-key"))
                    .isPresent());
    assertThat(cluster.state("example", "Reconciling")).startsWith("True");
  }

  @Test
  void waitsForATrustedSigner() {
    cluster.deployment("example", 1, "1.0.0");
    awaitState("example", "Accepted", "False/NoTrustedSigner");
    assertThat(cluster.workloads("example")).isEmpty();
    cluster.trust();
    awaitState("example", "Accepted", "True");
    await().until(() -> cluster.workload("example") != null);
  }

  @Test
  void removesTheDisruptionBudgetOfASingleReplica() {
    cluster.trust();
    cluster.deployment("example", 2, "1.0.0");
    await().until(() -> cluster.versions("example").containsKey("PodDisruptionBudget/example"));
    cluster.deployment("example", 1, "1.0.0");
    await().until(() -> !cluster.versions("example").containsKey("PodDisruptionBudget/example"));
  }

  @Test
  void publishesItsAuthorityAndMountsTheCertificate() {
    cluster.trust();
    cluster.deployment("example", 1, "1.0.0");
    awaitState("example", "Applied", "True");
    ConfigMap authority =
        cluster.client().configMaps().inNamespace(Cluster.NAMESPACE).withName("example-ca").get();
    assertThat(authority.getData().get("ca.crt")).startsWith("-----BEGIN CERTIFICATE-----");
    String secret = cluster.get("example").getStatus().certificate().secretName();
    assertThat(cluster.workload("example").getSpec().getTemplate().getSpec().getVolumes())
        .anyMatch(v -> v.getSecret() != null && secret.equals(v.getSecret().getSecretName()));

    cluster
        .client()
        .configMaps()
        .inNamespace(Cluster.NAMESPACE)
        .withName("example-ca")
        .edit(map -> new ConfigMapBuilder(map).addToData("ca.crt", "another").build());
    await()
        .until(
            () ->
                Objects.equals(
                    authority.getData(),
                    cluster
                        .client()
                        .configMaps()
                        .inNamespace(Cluster.NAMESPACE)
                        .withName("example-ca")
                        .get()
                        .getData()));
  }

  @Test
  void deletionLeavesNothing() {
    cluster.trust();
    cluster.deployment("example", 2, "1.0.0");
    awaitState("example", "Applied", "True");
    cluster.client().resource(cluster.get("example")).delete();
    await().until(() -> cluster.versions("example").isEmpty());
  }

  private void awaitState(String name, String type, String state) {
    await().until(() -> cluster.state(name, type).startsWith(state));
  }

  private long settledWrites() throws InterruptedException {
    long before;
    do {
      before = loop.operator().writes();
      Thread.sleep(3_000);
    } while (loop.operator().writes() != before);
    return before;
  }

  private void merge(String patch) {
    cluster
        .client()
        .resource(cluster.workload("example"))
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("intruder")
                .build(),
            patch);
  }

  private static Container withName(String name) {
    return new io.fabric8.kubernetes.api.model.ContainerBuilder()
        .withName(name)
        .withImage("registry.example.com/evil:latest")
        .build();
  }
}
