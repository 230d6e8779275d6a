package dev.martello.operator.reconcile;

import dev.martello.crds.ComplianceException;
import dev.martello.crds.ComplianceProfile;
import dev.martello.crds.ComplianceSummary;
import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelTrust;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What tests do to a cluster: install the CRDs, make a trust and a deployment, play kubelet and
 * Deployment controller.
 */
final class Cluster {
  static final String NAMESPACE = "demo";
  static final String IMAGE = "registry.example.com/runtime@sha256:" + "a".repeat(64);
  static final String MODEL = "registry.example.com/model@sha256:" + "b".repeat(64);

  private final KubernetesClient client;
  private final String namespace;

  Cluster(KubernetesClient client) {
    this(client, NAMESPACE);
  }

  Cluster(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  KubernetesClient client() {
    return client;
  }

  /** The shipped definitions, until the API server serves them. */
  void install() throws IOException, InterruptedException {
    try (var files = Files.list(Path.of("..", "manifests", "crds"))) {
      for (Path file :
          files.filter(f -> f.toString().endsWith(".martello.dev.yaml")).sorted().toList()) {
        try (InputStream yaml = Files.newInputStream(file)) {
          client.load(yaml).items().forEach(this::apply);
        }
      }
    }
    for (String name : List.of(namespace, "martello-system")) {
      apply(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
    }
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!served() && System.nanoTime() < end) {
      Thread.sleep(100);
    }
  }

  private boolean served() {
    try {
      client.resources(ModelDeployment.class).inAnyNamespace().list();
      client.resources(ModelTrust.class).inAnyNamespace().list();
      client.resources(ComplianceException.class).inAnyNamespace().list();
      client.resources(ComplianceProfile.class).list();
      client.resources(ComplianceSummary.class).list();
      return true;
    } catch (io.fabric8.kubernetes.client.KubernetesClientException notYet) {
      return false;
    }
  }

  void apply(HasMetadata object) {
    client
        .resource(object)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("test")
                .withForce(true)
                .build());
  }

  void applyYaml(String yaml) {
    apply(client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class));
  }

  void trust() {
    applyYaml(
        """
        apiVersion: models.martello.dev/v1alpha1
        kind: ModelTrust
        metadata: {name: team, namespace: %s}
        spec:
          signers:
          - name: team
            publicKey: "%s"
        """
            .formatted(namespace, publicKey()));
  }

  private static String publicKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      byte[] der = generator.generateKeyPair().getPublic().getEncoded();
      return "-----BEGIN PUBLIC KEY-----\\n"
          + Base64.getEncoder().encodeToString(der)
          + "\\n-----END PUBLIC KEY-----\\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  void deploymentOf(String operatorClass, String name) {
    deployment(name, 1, "1.0.0", "operatorClass: " + operatorClass);
  }

  void deployment(String name, int replicas, String minimumVersion) {
    deployment(name, replicas, minimumVersion, "suspend: false");
  }

  /**
   * @param more a line of the spec
   */
  void deployment(String name, int replicas, String minimumVersion, String more) {
    applyYaml(
        """
        apiVersion: models.martello.dev/v1alpha1
        kind: ModelDeployment
        metadata: {name: %s, namespace: %s}
        spec:
          model:
            name: example
            minimumVersion: %s
            source: {image: {reference: "%s"}}
          decryptionKey: {secretName: example-key}
          replicas: %d
          %s
        """
            .formatted(name, namespace, minimumVersion, MODEL, replicas, more));
  }

  ModelDeployment get(String name) {
    return client.resources(ModelDeployment.class).inNamespace(namespace).withName(name).get();
  }

  Optional<Condition> condition(String name, String type) {
    return Optional.ofNullable(get(name))
        .map(ModelDeployment::getStatus)
        .flatMap(status -> status.condition(type));
  }

  /** {@code status/reason}, or empty. */
  String state(String name, String type) {
    return condition(name, type).map(c -> c.status() + "/" + c.reason()).orElse("");
  }

  List<Deployment> workloads(String name) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabel(Labels.DEPLOYMENT, name)
        .list()
        .getItems();
  }

  Deployment workload(String name) {
    List<Deployment> all = workloads(name);
    return all.size() == 1 ? all.getFirst() : null;
  }

  /** Kind and name to resourceVersion of everything with our label, and of the resource itself. */
  Map<String, String> versions(String name) {
    Map<String, String> versions = new TreeMap<>();
    List<List<? extends HasMetadata>> lists =
        List.of(
            workloads(name),
            labelled(client.configMaps(), name),
            labelled(client.services(), name),
            labelled(client.serviceAccounts(), name),
            labelled(client.network().v1().networkPolicies(), name),
            labelled(client.policy().v1().podDisruptionBudget(), name),
            labelled(client.secrets(), name));
    lists.forEach(list -> list.forEach(object -> put(versions, object)));
    Optional.ofNullable(get(name)).ifPresent(object -> put(versions, object));
    return versions;
  }

  private static void put(Map<String, String> versions, HasMetadata object) {
    versions.put(
        object.getKind() + "/" + object.getMetadata().getName(),
        object.getMetadata().getResourceVersion());
  }

  private <
          T extends HasMetadata,
          L extends io.fabric8.kubernetes.api.model.KubernetesResourceList<T>,
          R extends io.fabric8.kubernetes.client.dsl.Resource<T>>
      List<T> labelled(
          io.fabric8.kubernetes.client.dsl.MixedOperation<T, L, R> operation, String name) {
    return operation.inNamespace(namespace).withLabel(Labels.DEPLOYMENT, name).list().getItems();
  }

  /** A pod of that Deployment, as the controller and the kubelet would leave it. */
  Pod pod(Deployment of) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(of.getMetadata().getName() + "-pod")
            .withLabels(of.getSpec().getTemplate().getMetadata().getLabels())
            .endMetadata()
            .withSpec(of.getSpec().getTemplate().getSpec())
            .build();
    return client.resource(pod).create();
  }

  /** The kubelet can't start the pod and says why. */
  void warn(Pod pod, String reason, String message) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .editStatus(
            p -> new PodBuilder(p).withNewStatus().withPhase("Pending").endStatus().build());
    client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(pod.getMetadata().getName() + ".1")
                .endMetadata()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp("2026-11-23T08:00:00Z")
                .withNewInvolvedObject()
                .withKind("Pod")
                .withNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endInvolvedObject()
                .build())
        .create();
  }

  /** The pod's container has ended with exit code 3 and that line. */
  void refuse(Pod pod, String reason, String message) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .editStatus(
            p ->
                new PodBuilder(p)
                    .withNewStatus()
                    .addNewContainerStatus()
                    .withName("runtime")
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(3)
                    .withMessage(
                        "{\"reason\":\"%s\",\"message\":\"%s\"}".formatted(reason, message))
                    .endTerminated()
                    .endState()
                    .endContainerStatus()
                    .endStatus()
                    .build());
  }

  /** The Deployment controller has brought up all replicas. */
  void complete(Deployment deployment) {
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment.getMetadata().getName())
        .editStatus(
            d -> {
              int replicas = d.getSpec().getReplicas();
              return new io.fabric8.kubernetes.api.model.apps.DeploymentBuilder(d)
                  .withNewStatus()
                  .withObservedGeneration(d.getMetadata().getGeneration())
                  .withReplicas(replicas)
                  .withUpdatedReplicas(replicas)
                  .withReadyReplicas(replicas)
                  .withAvailableReplicas(replicas)
                  .endStatus()
                  .build();
            });
  }
}
