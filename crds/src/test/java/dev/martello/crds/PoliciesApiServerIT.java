package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The optional policies of manifests/policies, against an administrator: they bind him too. */
class PoliciesApiServerIT {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String LISTED = "registry.example.org/r@sha256:" + "1".repeat(64);
  private static final String POD = "{containers: [{name: c, image: \"%s\"}], restartPolicy: %s%s}";

  private static final List<HasMetadata> INSTALLED = new ArrayList<>();

  private static ApiServer server;
  private static KubernetesClient operator;

  @BeforeAll
  static void install() throws Exception {
    server = ApiServer.open();
    server.apply(
        new NamespaceBuilder().withNewMetadata().withName("martello-system").endMetadata().build());
    for (var file : List.of("service-account", "cluster-role")) {
      apply(Path.of("..", "manifests", "operator", file + ".yaml"), false);
    }
    // Before the policies: the operator's own policy would want more of a Deployment than this.
    for (var name : List.of("ready", "changed", "kept", "free")) {
      server.admin().resource(owned(name)).create();
    }
    apply(Path.of("..", "manifests", "policies", "owned-objects.yaml"), true);
    // Stays: an API server that loses its last policy with parameters reads none again. It binds
    // labelled namespaces only.
    apply(Path.of("..", "manifests", "policies", "allowed-images.yaml"), false);
    ConfigMap list =
        server
            .admin()
            .configMaps()
            .inNamespace("martello-system")
            .withName("martello-allowed-images")
            .get();
    server
        .admin()
        .resource(new ConfigMapBuilder(list).addToData("listed", LISTED).build())
        .update();
    operator = server.as("martello-system", "martello-operator");
    ApiServer.await("the operator's rights are in force", () -> tried(() -> make(settings("a"))));
    // Another number each time: to scale to what is there already is no change.
    var replicas = new AtomicInteger();
    ApiServer.await(
        "the policies are in force",
        () ->
            !tried(() -> server.admin().resource(owned("probe")).dryRun().create())
                && !tried(() -> scale(server.admin(), "ready", replicas.incrementAndGet())));
    server
        .admin()
        .namespaces()
        .withName(server.namespace())
        .edit(
            namespace ->
                new NamespaceBuilder(namespace)
                    .editMetadata()
                    .addToLabels("martello.dev/allowed-images", "enforce")
                    .endMetadata()
                    .build());
    ApiServer.await(
        "the list is in force",
        () ->
            !tried(() -> dryRun(workload("Pod", "busybox")))
                && tried(() -> dryRun(workload("Pod", LISTED))));
  }

  @AfterAll
  static void close() {
    // They bind everybody: the tests that come after must not meet them.
    INSTALLED.forEach(object -> server.admin().resource(object).delete());
    if (operator != null) operator.close();
    if (server != null) server.close();
  }

  private static void apply(Path file, boolean remove) throws Exception {
    for (var document : Files.readString(file).split("\n---\n")) {
      HasMetadata object = YAML.unmarshal(document);
      server.apply(object);
      if (remove) INSTALLED.add(object);
    }
  }

  private static boolean tried(Runnable request) {
    try {
      request.run();
      return true;
    } catch (KubernetesClientException refused) {
      return false;
    }
  }

  private static Deployment owned(String name) {
    return YAML.unmarshal(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %s
          namespace: %s
          labels: {app.kubernetes.io/managed-by: martello, martello.dev/deployment: m}
        spec:
          replicas: 0
          selector: {matchLabels: {martello.dev/deployment: m, martello.dev/revision: "0123456789"}}
          template:
            metadata: {labels: {martello.dev/deployment: m, martello.dev/revision: "0123456789"}}
            spec: %s
        """
            .formatted(name, server.namespace(), POD.formatted(LISTED, "Always", "")),
        Deployment.class);
  }

  private static ConfigMap settings(String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(server.namespace())
        .withName("settings")
        .addToLabels("app.kubernetes.io/managed-by", "martello")
        .endMetadata()
        .addToData("value", value)
        .build();
  }

  private static void make(HasMetadata object) {
    operator
        .resource(object)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("martello-operator")
                .build());
  }

  private static void scale(KubernetesClient as, String name, int replicas) {
    as.apps().deployments().inNamespace(server.namespace()).withName(name).scale(replicas);
  }

  private static void merge(KubernetesClient as, String name, String patch) {
    as.apps()
        .deployments()
        .inNamespace(server.namespace())
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"spec\":{\"replicas\":3}}",
        "{\"spec\":{\"template\":{\"spec\":{\"hostNetwork\":true}}}}",
        "{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":null}}}",
        "{\"metadata\":{\"labels\":{\"martello.dev/deployment\":\"other\"}}}"
      })
  void nobodyElseChangesWhatIsOurs(String patch) {
    assertThat(ApiServer.refusal(() -> merge(server.admin(), "changed", patch)))
        .contains("martello-owned-objects");
  }

  @Test
  void norScalesDeletesOrMakesIt() {
    assertThat(ApiServer.refusal(() -> scale(server.admin(), "kept", 3)))
        .contains("kubectl scale modeldeployment");
    assertThat(ApiServer.refusal(() -> server.admin().resource(owned("kept")).delete()))
        .contains("delete the ModelDeployment");
    assertThat(ApiServer.refusal(() -> server.admin().resource(owned("made")).create()))
        .contains("martello-owned-objects");
  }

  @Test
  void foreignLabelsAndTheOperatorGoThrough() {
    merge(server.admin(), "free", "{\"metadata\":{\"labels\":{\"team\":\"blue\"}}}");
    make(settings("b"));
    operator.resource(settings("b")).delete();
  }

  @Test
  void whatIsNotOursIsNobodysConcern() {
    Deployment other = owned("other");
    other.getMetadata().setLabels(Map.of("team", "blue"));
    other.getSpec().getSelector().setMatchLabels(Map.of("team", "blue"));
    other.getSpec().getTemplate().getMetadata().setLabels(Map.of("team", "blue"));
    server.admin().resource(other).create();
    scale(server.admin(), "other", 0);
    server.admin().resource(other).delete();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Pod",
        "PodTemplate",
        "ReplicationController",
        "Deployment",
        "ReplicaSet",
        "StatefulSet",
        "DaemonSet",
        "Job",
        "CronJob"
      })
  void everyKindOfWorkloadIsHeldToTheList(String kind) {
    dryRun(workload(kind, LISTED));
    dryRun(workload(kind, "another.example.org/mirror@" + LISTED.split("@")[1]));
    for (var image :
        List.of(
            "busybox",
            "registry.example.org/r:1",
            LISTED.replace("1".repeat(64), "2".repeat(64)))) {
      assertThat(ApiServer.refusal(() -> dryRun(workload(kind, image))))
          .contains("martello-allowed-images: not on the list")
          .contains(image);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ", initContainers: [{name: i, image: busybox}]|not on the list",
        ", volumes: [{name: m, image: {reference: \"registry.example.org/model:1\"}}]|named by its digest"
      })
  void soAreInitContainersAndImageVolumes(String more, String words) {
    var pod = of("Pod", POD.formatted(LISTED, "Always", more));
    assertThat(ApiServer.refusal(() -> dryRun(pod))).contains(words);
  }

  private static GenericKubernetesResource workload(String kind, String image) {
    var restart = kind.equals("Job") || kind.equals("CronJob") ? "Never" : "Always";
    return of(kind, POD.formatted(image, restart, ""));
  }

  private static GenericKubernetesResource of(String kind, String pod) {
    var template = "{metadata: {labels: {a: b}}, spec: " + pod + "}";
    var selector = "selector: {matchLabels: {a: b}}, template: " + template;
    var body =
        switch (kind) {
          case "Pod" -> "spec: " + pod;
          case "PodTemplate" -> "template: " + template;
          case "ReplicationController" -> "spec: {replicas: 0, template: " + template + "}";
          case "Job" -> "spec: {template: " + template + "}";
          case "CronJob" ->
              "spec: {schedule: \"0 0 1 1 *\", jobTemplate: {spec: {template: " + template + "}}}";
          case "StatefulSet" -> "spec: {serviceName: s, replicas: 0, " + selector + "}";
          case "DaemonSet" -> "spec: {" + selector + "}";
          default -> "spec: {replicas: 0, " + selector + "}";
        };
    var version =
        switch (kind) {
          case "Pod", "PodTemplate", "ReplicationController" -> "v1";
          case "Job", "CronJob" -> "batch/v1";
          default -> "apps/v1";
        };
    return YAML.unmarshal(
        "apiVersion: %s\nkind: %s\nmetadata: {name: tried, namespace: %s}\n%s\n"
            .formatted(version, kind, server.namespace(), body),
        GenericKubernetesResource.class);
  }

  private static void dryRun(HasMetadata object) {
    server.admin().resource(object).dryRun().create();
  }
}
