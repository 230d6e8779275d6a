package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.martello.operator.certificates.OperatorAuthority;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several operators, each a process of its own, with the shipped rights. */
class SeveralOperatorsApiServerIT {
  private static final String SYSTEM = "martello-system";
  private static final String NAMESPACE = "operators-it";
  private static final Map<String, String> ELECTED = Map.of("LEADER_ELECTION", "true");

  @TempDir static Path directory;

  private static KubernetesClient admin;
  private static Cluster cluster;

  private final List<OperatorProcess> running = new ArrayList<>();

  @BeforeAll
  static void install() throws Exception {
    assertThat(System.getenv("KUBECONFIG")).isNotEmpty();
    Awaitility.setDefaultTimeout(Duration.ofSeconds(120));
    Config config = Config.autoConfigure(null);
    byte[] pem = Base64.getMimeDecoder().decode(config.getClientCertData());
    config.setClientKeyAlgo(
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem))
            .getPublicKey()
            .getAlgorithm());
    admin = new KubernetesClientBuilder().withConfig(config).build();
    cluster = new Cluster(admin, NAMESPACE);
    cluster.install();
    for (String file : List.of("namespace", "service-account", "cluster-role", "leases")) {
      try (InputStream yaml =
          Files.newInputStream(Path.of("..", "manifests", "operator", file + ".yaml"))) {
        admin.load(yaml).items().forEach(cluster::apply);
      }
    }
    cluster.apply(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(SYSTEM)
            .withName("martello-runtimes")
            .endMetadata()
            .addToData("default", Cluster.IMAGE)
            .build());
    Files.writeString(
        Files.createDirectory(directory.resolve("runtimes")).resolve("default"), Cluster.IMAGE);
    Files.createDirectory(directory.resolve("ca"));
    admin.secrets().inNamespace(SYSTEM).withName(OperatorAuthority.SECRET_NAME).delete();
    cluster.trust();
  }

  @AfterEach
  void end() {
    running.forEach(OperatorProcess::close);
  }

  @AfterAll
  static void clean() {
    if (admin != null) {
      admin.namespaces().withName(NAMESPACE).delete();
      // The next tests' operator looks at the whole cluster.
      await().until(() -> admin.namespaces().withName(NAMESPACE).get() == null);
      admin.leases().inNamespace(SYSTEM).withName(Leadership.LEASE).delete();
      admin.secrets().inNamespace(SYSTEM).withName(OperatorAuthority.SECRET_NAME).delete();
      admin.close();
    }
  }

  private OperatorProcess start(String name, Map<String, String> environment) throws Exception {
    return start("martello-operator", name, environment);
  }

  private OperatorProcess start(String account, String name, Map<String, String> environment)
      throws Exception {
    OperatorProcess process = OperatorProcess.start(admin, account, name, directory, environment);
    running.add(process);
    await(name + " started")
        .until(
            () -> {
              assertThat(process.alive()).as(process.log()).isTrue();
              return process.said("Started");
            });
    OperatorProcess.mountAuthority(admin, directory);
    return process;
  }

  private static String holder() {
    Lease lease = admin.leases().inNamespace(SYSTEM).withName(Leadership.LEASE).get();
    return lease == null ? "" : lease.getSpec().getHolderIdentity();
  }

  private static Duration untilApplied(String name) {
    long start = System.nanoTime();
    await(name).until(() -> cluster.state(name, "Applied").startsWith("True"));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void oneWorksTheOtherTakesOverAndNothingIsLost() throws Exception {
    OperatorProcess first = start("first", ELECTED);
    await().until(() -> first.said("Leading"));
    OperatorProcess second = start("second", ELECTED);
    cluster.deployment("one", 1, "1.0.0");
    untilApplied("one");
    assertThat(holder()).startsWith("first_");
    assertThat(second.said("Leading")).isFalse();
    assertThat(second.log()).doesNotContain("Created");

    first.kill();
    // What happens while nobody works is not lost: one is new, one is changed, one drifts.
    cluster.deployment("two", 1, "1.0.0");
    cluster.deployment("one", 2, "1.0.0");
    admin.services().inNamespace(NAMESPACE).withName("one").delete();
    System.out.printf("killed leader replaced: applied after %s%n", untilApplied("two"));
    assertThat(holder()).startsWith("second_");
    await().until(() -> cluster.workload("one").getSpec().getReplicas() == 2);
    await().until(() -> admin.services().inNamespace(NAMESPACE).withName("one").get() != null);

    OperatorProcess third = start("third", ELECTED);
    assertThat(third.said("Leading")).isFalse();
    assertThat(second.stop()).isEqualTo(143);
    assertThat(second.log()).contains("LeadershipReleased");
    assertThat(holder()).doesNotStartWith("second_");
    cluster.deployment("three", 1, "1.0.0");
    System.out.printf("told to stop: applied after %s%n", untilApplied("three"));
    assertThat(holder()).startsWith("third_");
    // Nothing doubled.
    for (String name : List.of("one", "two", "three")) {
      assertThat(
              admin
                  .apps()
                  .deployments()
                  .inNamespace(NAMESPACE)
                  .withLabel("martello.dev/deployment", name)
                  .list()
                  .getItems())
          .hasSize(1);
    }
    assertThat(third.log()).doesNotContain("RoundFailed");
  }

  /** The overlay's own Roles, given to an account that has nothing else. */
  @Test
  void inOneNamespaceRolesAreEnough() throws Exception {
    cluster.applyYaml(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: operator-of-one, namespace: martello-system}\n");
    String roles =
        Files.readString(Path.of("..", "manifests", "overlays", "namespaced", "roles.yaml"))
            .replace("namespace: models", "namespace: " + NAMESPACE)
            .replace("name: martello-operator\n", "name: operator-of-one\n")
            .replace("name: martello-operator-authority\n", "name: operator-of-one\n")
            .replace("[martello-audit-head]", "[martello-audit-head-one]");
    for (String document : roles.split("\n---\n")) {
      cluster.applyYaml(document);
    }
    OperatorProcess one =
        start(
            "operator-of-one",
            "of-one",
            Map.of("WATCH_NAMESPACE", NAMESPACE, "OPERATOR_CLASS", "one"));
    cluster.deploymentOf("one", "in-one");
    untilApplied("in-one");
    assertThat(one.log()).doesNotContain("RoundFailed");
    for (var role : admin.rbac().roles().inNamespace(SYSTEM).list().getItems()) {
      if (role.getMetadata().getName().equals("operator-of-one")) {
        admin.resource(role).delete();
      }
    }
    admin.rbac().roleBindings().inNamespace(SYSTEM).withName("operator-of-one").delete();
    admin.serviceAccounts().inNamespace(SYSTEM).withName("operator-of-one").delete();
  }

  @Test
  void twoClassesDoNotFight() throws Exception {
    start("plain", Map.of());
    OperatorProcess blue = start("blue", Map.of("OPERATOR_CLASS", "blue"));
    cluster.deployment("plain", 1, "1.0.0");
    cluster.deploymentOf("blue", "blue");
    cluster.deploymentOf("green", "nobodys");
    untilApplied("plain");
    untilApplied("blue");
    assertThat(blue.log()).doesNotContain("\"plain\"");
    assertThat(cluster.get("nobodys").getStatus()).isNull();
    assertThat(cluster.versions("nobodys")).containsOnlyKeys("ModelDeployment/nobodys");
    // Handed over by a change of the class.
    Deployment before = cluster.workload("blue");
    cluster.deployment("blue", 1, "1.0.0");
    cluster.deployment("blue", 2, "1.0.0");
    await().until(() -> cluster.workload("blue").getSpec().getReplicas() == 2);
    assertThat(cluster.workload("blue").getMetadata().getUid())
        .isEqualTo(before.getMetadata().getUid());
  }
}
