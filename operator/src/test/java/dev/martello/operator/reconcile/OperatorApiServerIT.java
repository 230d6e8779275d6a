package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.martello.crds.ComplianceProfile;
import dev.martello.crds.ComplianceSummary;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator in this process against the API server that KUBECONFIG names, with no more than the
 * shipped rights: it acts as its own service account, so that the shipped admission policies bind
 * it too. No pod needs to run.
 */
class OperatorApiServerIT {
  private static final String OPERATOR_NAMESPACE = "martello-system";
  private static final String ACCOUNT = "system:serviceaccount:martello-system:martello-operator";
  private static final String NAMESPACE = "operator-it";
  private static final String PROFILE = "operator-it";

  /** The summary of what has just changed comes ten seconds after the last one. */
  private static final long PACED_MILLIS = 13_000;

  @TempDir static Path directory;

  private static KubernetesClient admin;
  private static KubernetesClient asOperator;
  private static Cluster cluster;
  private static RunningOperator operator;

  @BeforeAll
  static void start() throws Exception {
    assertThat(System.getenv("KUBECONFIG"))
        .as("set KUBECONFIG to a cluster that these tests may change")
        .isNotEmpty();
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    admin = new KubernetesClientBuilder().withConfig(config()).build();
    assertThat(
            admin
                .apps()
                .deployments()
                .inNamespace(OPERATOR_NAMESPACE)
                .withName("martello-operator")
                .get())
        .as(
            "an operator is installed there already, and two would fight: run this before installing")
        .isNull();
    cluster = new Cluster(admin, NAMESPACE);
    cluster.install();
    for (String file :
        List.of(
            "namespace.yaml",
            "service-account.yaml",
            "cluster-role.yaml",
            "admission-policy.yaml",
            "admission-policy-secrets.yaml")) {
      try (InputStream yaml = Files.newInputStream(Path.of("..", "manifests", "operator", file))) {
        admin.load(yaml).items().forEach(cluster::apply);
      }
    }
    cluster.apply(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(OPERATOR_NAMESPACE)
            .withName("martello-runtimes")
            .endMetadata()
            .addToData("default", Cluster.IMAGE)
            .build());
    admin.secrets().inNamespace(OPERATOR_NAMESPACE).withName("martello-operator-ca").delete();
    Config config = new ConfigBuilder(config()).withImpersonateUsername(ACCOUNT).build();
    asOperator = new KubernetesClientBuilder().withConfig(config).build();
    Files.writeString(
        Files.createDirectory(directory.resolve("runtimes")).resolve("default"), Cluster.IMAGE);
    operator =
        RunningOperator.start(
            asOperator,
            new OperatorSettings(
                OPERATOR_NAMESPACE,
                directory.resolve("runtimes"),
                directory.resolve("ca"),
                Duration.ofSeconds(300),
                0),
            Map.of(),
            new PrintStream(PrintStream.nullOutputStream()));
    cluster.trust();
  }

  static Config config() throws GeneralSecurityException {
    Config config = Config.autoConfigure(null);
    if (config.getClientCertData() != null) {
      // The client takes every PKCS #8 key for RSA unless it is told.
      byte[] pem = Base64.getMimeDecoder().decode(config.getClientCertData());
      config.setClientKeyAlgo(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem))
              .getPublicKey()
              .getAlgorithm());
    }
    return config;
  }

  @AfterAll
  static void stop() {
    Optional.ofNullable(operator).ifPresent(RunningOperator::close);
    Optional.ofNullable(asOperator).ifPresent(KubernetesClient::close);
    if (admin != null) {
      admin.namespaces().withName(NAMESPACE).delete();
      admin.resources(ComplianceProfile.class).withName(PROFILE).delete();
      admin.resources(ComplianceSummary.class).withName("martello").delete();
      admin.secrets().inNamespace(OPERATOR_NAMESPACE).withName("martello-operator-ca").delete();
      admin.close();
    }
  }

  private static void applied(String name, int replicas) {
    cluster.deployment(name, replicas, "1.0.0");
    await().until(() -> cluster.state(name, "Applied").startsWith("True"));
  }

  @Test
  void everythingIsAppliedAndThenNothingIsWritten() throws Exception {
    applied("rest", 2);
    assertThat(cluster.versions("rest")).hasSize(9);
    assertThat(cluster.get("rest").getStatus().observedGeneration())
        .isEqualTo(cluster.get("rest").getMetadata().getGeneration());

    // The Deployment's own status moves when its controller sees it; what we write must not.
    Thread.sleep(PACED_MILLIS);
    Map<String, Long> generations = generations("rest");
    Map<String, String> versions = withoutWorkload(cluster.versions("rest"));
    // A patch that changes nothing leaves the version as it is: so the requests are counted too.
    long writes = operator.writes();
    Thread.sleep(10_000);
    assertThat(operator.writes()).isEqualTo(writes);
    assertThat(withoutWorkload(cluster.versions("rest"))).isEqualTo(versions);
    assertThat(generations("rest")).isEqualTo(generations);
  }

  private static Map<String, String> withoutWorkload(Map<String, String> versions) {
    versions
        .keySet()
        .removeIf(
            name -> name.startsWith("Deployment/") || name.startsWith("PodDisruptionBudget/"));
    return versions;
  }

  private static Map<String, Long> generations(String name) {
    Deployment workload = cluster.workload(name);
    return Map.of(workload.getMetadata().getName(), workload.getMetadata().getGeneration());
  }

  @Test
  void imageVolumeIsKept() {
    applied("volume", 1);
    assertThat(cluster.workload("volume").getSpec().getTemplate().getSpec().getVolumes())
        .anyMatch(v -> v.getImage() != null && Cluster.MODEL.equals(v.getImage().getReference()));
  }

  @Test
  void driftIsUndone() {
    applied("drift", 1);
    merge("drift", "{\"spec\":{\"replicas\":7}}");
    await().until(() -> cluster.workload("drift").getSpec().getReplicas() == 1);

    admin.network().v1().networkPolicies().inNamespace(NAMESPACE).withName("drift").delete();
    await().until(() -> cluster.versions("drift").containsKey("NetworkPolicy/drift"));

    admin
        .services()
        .inNamespace(NAMESPACE)
        .withName("drift")
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
                  admin
                      .services()
                      .inNamespace(NAMESPACE)
                      .withName("drift")
                      .get()
                      .getSpec()
                      .getPorts();
              return ports.size() == 1 && ports.getFirst().getPort() == 443;
            });
    assertThat(cluster.state("drift", "Applied")).startsWith("True");
  }

  @Test
  void whatOthersAddIsRemovedAndTold() {
    applied("added", 1);
    merge("added", "{\"spec\":{\"template\":{\"spec\":{\"shareProcessNamespace\":true}}}}");
    await()
        .until(
            () ->
                !Boolean.TRUE.equals(
                    cluster
                        .workload("added")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getShareProcessNamespace()));
    await()
        .until(
            () ->
                admin.events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                    .anyMatch(
                        event ->
                            "DriftUndone".equals(event.getReason())
                                && event
                                    .getNote()
                                    .contains(
                                        "intruder: .spec.template.spec.shareProcessNamespace")));
  }

  @Test
  void othersLabelsSurvive() throws Exception {
    applied("labels", 1);
    merge("labels", "{\"metadata\":{\"labels\":{\"team\":\"blue\"}}}");
    merge("labels", "{\"spec\":{\"replicas\":7}}");
    await().until(() -> cluster.workload("labels").getSpec().getReplicas() == 1);
    assertThat(cluster.workload("labels").getMetadata().getLabels()).containsEntry("team", "blue");
  }

  @Test
  void deletionLeavesNothing() {
    applied("gone", 2);
    // Needs the garbage collector of kube-controller-manager.
    admin.resource(cluster.get("gone")).delete();
    await().until(() -> cluster.versions("gone").isEmpty());
  }

  /** The autoscaler writes replicas by the scale subresource; that is no drift. */
  @Test
  void anAutoscalerScalesTheModelDeployment() throws Exception {
    cluster.deployment("scaled", 1, "1.0.0", "scaling: {maxReplicas: 4}");
    await().until(() -> cluster.state("scaled", "Applied").startsWith("True"));
    var autoscalers = admin.autoscaling().v2().horizontalPodAutoscalers().inNamespace(NAMESPACE);
    var autoscaler = autoscalers.withName("scaled").get();
    assertThat(autoscaler.getSpec().getMinReplicas()).isEqualTo(1);
    admin.resource(cluster.get("scaled")).scale(3);
    await().until(() -> cluster.workload("scaled").getSpec().getReplicas() == 3);
    assertThat(cluster.get("scaled").getStatus().lastDrift()).isNull();
    Thread.sleep(PACED_MILLIS);
    long writes = operator.writes();
    Thread.sleep(8_000);
    assertThat(operator.writes()).as("writes at rest").isEqualTo(writes);
    assertThat(autoscalers.withName("scaled").get().getMetadata().getGeneration())
        .isEqualTo(autoscaler.getMetadata().getGeneration());
    cluster.deployment("scaled", 1, "1.0.0");
    await().until(() -> autoscalers.withName("scaled").get() == null);
  }

  @Test
  void anExceededQuotaIsToldAndWhenItIsLiftedAllGoesOn() {
    cluster.applyYaml(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: none, namespace: %s}
        spec: {hard: {services: "0"}}
        """
            .formatted(NAMESPACE));
    var quota = admin.resourceQuotas().inNamespace(NAMESPACE).withName("none");
    try {
      await("the quota is counted").until(() -> !quota.get().getStatus().getHard().isEmpty());
      cluster.deployment("quota", 1, "1.0.0");
      await().until(() -> cluster.state("quota", "Applied").startsWith("False"));
      assertThat(cluster.condition("quota", "Applied").orElseThrow().message())
          .contains("exceeded quota");
    } finally {
      quota.delete();
    }
    await().until(() -> cluster.state("quota", "Applied").startsWith("True"));
    assertThat(cluster.workloads("quota")).hasSize(1);
  }

  /** Others write to the same objects all the time; in the end all stands as rendered. */
  @Test
  void aStormOfOthersWritesEndsAsRendered() {
    applied("storm", 1);
    var policies = admin.network().v1().networkPolicies().inNamespace(NAMESPACE);
    for (int i = 0; i < 40; i++) {
      cluster.deployment(
          "storm",
          1,
          "1.0.0",
          "access: {from: [{ipBlock: {cidr: \"198.51.100.%d/32\"}}]}".formatted(i));
      policies
          .withName("storm")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"metadata\":{\"annotations\":{\"n\":\"%d\"}},\"spec\":{\"egress\":[{}]}}"
                  .formatted(i));
      merge("storm", "{\"spec\":{\"replicas\":%d}}".formatted(2 + i));
    }
    await()
        .until(
            () -> {
              String spec = policies.withName("storm").get().getSpec().toString();
              return spec.contains("198.51.100.39/32")
                  && !spec.contains("198.51.100.38/32")
                  && !spec.contains("egress=[NetworkPolicyEgressRule(ports=[], to=[]")
                  && cluster.workload("storm").getSpec().getReplicas() == 1;
            });
    assertThat(policies.withName("storm").get().getMetadata().getAnnotations())
        .containsEntry("n", "39");
    assertThat(cluster.workloads("storm")).hasSize(1);
  }

  @Test
  void aNamespaceDeletedUnderWayGoesAndNothingIsMadeAnew() {
    String passing = NAMESPACE + "-passing";
    cluster.applyYaml("apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(passing));
    Cluster there = new Cluster(admin, passing);
    there.trust();
    for (int i = 0; i < 5; i++) {
      there.deployment("m" + i, 1, "1.0.0");
    }
    admin.namespaces().withName(passing).delete();
    await().until(() -> admin.namespaces().withName(passing).get() == null);
    applied("after", 1);
  }

  @Test
  void fleetIsSummedUp() {
    applied("summed", 1);
    await()
        .until(
            () ->
                Optional.ofNullable(
                        admin.resources(ComplianceSummary.class).withName("martello").get())
                    .map(ComplianceSummary::getStatus)
                    .filter(
                        status ->
                            status.inventory().stream()
                                .anyMatch(
                                    model ->
                                        model.deployment().equals("summed")
                                            && model.score() != null))
                    .filter(status -> status.judgedDeployments() > 0)
                    .isPresent());
  }

  @Test
  void profileSaysWhatCountsAndItsChangeIsNoticed() {
    profile("- {check: owner-named, controls: [H-1]}");
    applied("profiled", 1);
    admin
        .resource(cluster.get("profiled"))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"compliance\":{\"profile\":\"" + PROFILE + "\"}}}");
    await().until(() -> controls().equals(List.of("owner-named H-1")));

    profile("- {check: owner-named, controls: [H-1]}\n  - {check: redundancy, required: true}");
    await().until(() -> controls().equals(List.of("owner-named H-1", "redundancy A.8.14")));
    assertThat(cluster.get("profiled").getStatus().compliance().controls().getLast().reason())
        .isEqualTo("DemandedByProfile");

    admin.resources(ComplianceProfile.class).withName(PROFILE).delete();
    await().until(() -> cluster.state("profiled", "Compliant").equals("Unknown/ProfileNotFound"));
  }

  private static void profile(String checks) {
    cluster.applyYaml(
        """
        apiVersion: models.martello.dev/v1alpha1
        kind: ComplianceProfile
        metadata: {name: %s}
        spec:
          framework: House rules
          checks:
          %s
        """
            .formatted(PROFILE, checks));
  }

  private static List<String> controls() {
    return cluster.get("profiled").getStatus().compliance().controls().stream()
        .map(control -> control.id() + " " + control.control())
        .toList();
  }

  private static void merge(String name, String patch) {
    HasMetadata workload = cluster.workload(name);
    admin
        .resource(workload)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("intruder")
                .build(),
            patch);
  }
}
