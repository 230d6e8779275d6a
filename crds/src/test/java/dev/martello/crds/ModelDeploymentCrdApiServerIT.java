package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server itself refuses, fills in and drops, by the checked-in definition. */
class ModelDeploymentCrdApiServerIT {
  private static final String CONDITION =
      "{type: Ready, status: 'True', reason: Serving, message: x, lastTransitionTime: '2026-11-23T08:00:00Z'}";

  private static ApiServer server;
  private static CrdRequests requests;

  @BeforeAll
  static void applyTheDefinitions() throws Exception {
    server = ApiServer.open();
    requests = new CrdRequests(server);
    requests.applyDefinitions();
  }

  @AfterAll
  static void close() {
    if (server != null) server.close();
  }

  @Test
  void whatIsLeftOutIsFilledIn() {
    var spec = requests.dryRun(requests.minimal()).path("spec");
    assertThat(spec.at("/runtime").asText()).isEqualTo("default");
    assertThat(spec.at("/replicas").asInt()).isEqualTo(1);
    assertThat(spec.at("/suspend").isBoolean()).isTrue();
    assertThat(spec.at("/resources/limits/cpu").asText()).isEqualTo("1");
    assertThat(spec.at("/resources/limits/memory").asText()).isEqualTo("512Mi");
    assertThat(spec.at("/serving/maxRequestBytes").asInt()).isEqualTo(4_194_304);
    assertThat(spec.at("/serving/drainSeconds").asInt()).isEqualTo(10);
    assertThat(spec.at("/compliance/profile").asText()).isEqualTo("iso27001-2022");
    assertThat(spec.at("/compliance/enforcement").asText()).isEqualTo("Report");
    assertThat(spec.has("governance")).isFalse();
  }

  @Test
  void whatIsHalfLeftOutIsFilledInToo() {
    var resource =
        requests.deployment(
            spec -> {
              spec.putObject("serving").put("drainSeconds", 0);
              spec.putObject("compliance").put("enforcement", "Block");
            });
    var spec = requests.dryRun(resource).path("spec");
    assertThat(spec.at("/serving/drainSeconds").asInt()).isEqualTo(0);
    assertThat(spec.at("/serving/maxRequestBytes").asInt()).isEqualTo(4_194_304);
    assertThat(spec.at("/compliance/profile").asText()).isEqualTo("iso27001-2022");
  }

  @Test
  void theExampleWithEveryFieldIsTakenAsItStands() throws IOException {
    ObjectNode example;
    try (var file = getClass().getResourceAsStream("/every-field.yaml")) {
      example = CrdRequests.tree(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(requests.dryRun(example).get("spec")).isEqualTo(example.get("spec"));
  }

  @Test
  void unknownFieldsAreDropped() {
    var resource =
        requests.deployment(
            spec -> {
              spec.put("autoscaling", true);
              put(spec, "/model/decrypt", "never");
            });
    var spec = requests.dryRun(resource).path("spec");
    assertThat(spec.has("autoscaling")).isFalse();
    assertThat(spec.at("/model").has("decrypt")).isFalse();
  }

  @Test
  void anEvaluationHasTheBoundOfItsMetric() {
    assertThat(requests.refused(spec -> evaluation(spec, "rmse").put("minimum", "0.9")))
        .contains("rmse needs maximum and every other metric needs minimum");
    assertThat(requests.refused(spec -> evaluation(spec, "f1")))
        .contains("rmse needs maximum and every other metric needs minimum");
    assertThat(requests.refused(spec -> evaluation(spec, "agreement").put("minimum", "0.9")))
        .contains("reference belongs to the metric agreement");
    assertThat(requests.refused(spec -> evaluation(spec, "speed").put("minimum", "0.9")))
        .contains("spec.evaluation.metric");
    assertThat(requests.refused(spec -> evaluation(spec, "accuracy").put("minimum", "95")))
        .contains("spec.evaluation.minimum");
    assertThat(
            requests.refused(
                spec ->
                    evaluation(spec, "accuracy")
                        .put("minimum", "0.9")
                        .putArray("slices")
                        .addObject()
                        .put("name", "all")
                        .put("column", "x")
                        .put("minimum", "0.9")))
        .contains("a slice needs from, below or both");
  }

  private static ObjectNode evaluation(ObjectNode spec, String metric) {
    var evaluation = spec.putObject("evaluation").put("metric", metric);
    var dataset = evaluation.putObject("dataset").put("name", "holdout");
    dataset.set("source", source(spec).deepCopy());
    dataset.putObject("decryptionKey").put("secretName", "holdout-key");
    return evaluation;
  }

  @Test
  void exactlyOneSource() {
    var message = "exactly one of image, persistentVolumeClaim and configMap must be set";
    assertThat(requests.refused(spec -> source(spec).remove("image"))).contains(message);
    assertThat(
            requests.refused(
                spec -> {
                  source(spec).putObject("configMap").put("name", "sealed");
                  digest(spec);
                }))
        .contains("spec.model.source", message);
  }

  @Test
  void aSourceThatCanChangeNeedsADigest() {
    Consumer<ObjectNode> volume =
        spec -> {
          source(spec).remove("image");
          source(spec).putObject("persistentVolumeClaim").put("claimName", "models");
        };
    Consumer<ObjectNode> configMap =
        spec -> {
          source(spec).remove("image");
          source(spec).putObject("configMap").put("name", "sealed");
        };
    for (var change : List.of(volume, configMap)) {
      assertThat(requests.refused(change))
          .contains("spec.model", "digest is required", "martello inspect");
      assertThat(accepted(change.andThen(ModelDeploymentCrdApiServerIT::digest))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example.org/m:1.0",
        "registry.example.org/m",
        "registry.example.org/m@sha256:abc",
        "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void anImageIsNamedByItsDigest(String reference) {
    assertThat(requests.refused(spec -> put(spec, "/model/source/image/reference", reference)))
        .contains("spec.model.source.image.reference", "named by its digest", "@sha256:<64 hex");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvidia.com/gpu", "amd.com/gpu", "ephemeral-storage", "hugepages-2Mi"})
  void onlyCpuAndMemoryCanBeAskedFor(String name) {
    assertThat(
            requests.refused(
                spec -> spec.putObject("resources").putObject("limits").put(name, "1")))
        .contains("spec.resources.limits", "Martello serves on CPU only: remove " + name);
  }

  @ParameterizedTest
  @CsvSource({"cpu, 0, above zero", "memory, 0Mi, above zero", "memory, much, should match"})
  void cpuAndMemoryAreQuantitiesAboveZero(String name, String value, String message) {
    assertThat(
            requests.refused(
                spec -> spec.putObject("resources").putObject("limits").put(name, value)))
        .contains("spec.resources.limits", message);
  }

  @Test
  void cpuMayBeANumber() {
    assertThat(accepted(spec -> spec.putObject("resources").putObject("limits").put("cpu", 2)))
        .isTrue();
  }

  @Test
  void identitiesNeedAClientCa() {
    Consumer<ObjectNode> identities =
        spec -> spec.putObject("access").putArray("identities").add("spiffe://example.org/a");
    assertThat(requests.refused(identities)).contains("spec.access", "add access.clientCA");
    Consumer<ObjectNode> clientCa =
        spec ->
            ((ObjectNode) spec.get("access")).putObject("clientCA").put("configMapName", "callers");
    assertThat(accepted(identities.andThen(clientCa))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "labels, martello.dev/deployment",
    "labels, app.kubernetes.io/managed-by",
    "annotations, martello.dev/x"
  })
  void martellosOwnKeysCannotBeSet(String map, String key) {
    assertThat(requests.refused(spec -> spec.putObject("podMetadata").putObject(map).put(key, "x")))
        .contains("spec.podMetadata." + map, key + ": set by Martello itself");
    assertThat(
            accepted(spec -> spec.putObject("podMetadata").putObject(map).put("team", "oncology")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1model", "model.v1", "a234567890123456789012345678901234567890x"})
  void theNameMustServeForServicesAndSecrets(String name) {
    var resource = requests.minimal();
    put(resource, "/metadata/name", name);
    assertThat(ApiServer.refusal(() -> requests.dryRun(resource)))
        .contains("metadata.name must be at most 40 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "/model/digest, sha256:abc, copy what `martello inspect` prints",
    "/model/minimumVersion, v1.0.0, without a leading v",
    "/model/minimumVersion, 1.0, SemVer",
    "/model/minimumVersion, 01.0.0, SemVer",
    "/model/name, Breast Cancer, spec.model.name",
    "/governance/reviewDate, 31.03.2027, yyyy-mm-dd",
    "/governance/reviewDate, 2027-02-30, reviewDate is not a date",
    "/governance/dataClassification, Secret, Confidential",
    "/compliance/enforcement, Stop, Report",
    "/decryptionKey/secretName, '', spec.decryptionKey.secretName",
    "/runtime, registry.example.org/evil:1, spec.runtime"
  })
  void aMalformedValueIsRefusedWithWhatToWrite(String path, String value, String message) {
    assertThat(requests.refused(spec -> put(spec, path, value))).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "/replicas, -1",
    "/replicas, 101",
    "/serving/maxRequestBytes, 1",
    "/serving/drainSeconds, 601"
  })
  void numbersHaveBounds(String path, int value) {
    assertThat(requests.refused(spec -> parent(spec, path).put(name(path), value)))
        .contains("spec" + path.replace('/', '.'));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/models", "a/../../etc"})
  void aPathStaysInItsVolume(String path) {
    assertThat(
            requests.refused(
                spec -> {
                  source(spec).remove("image");
                  source(spec)
                      .putObject("persistentVolumeClaim")
                      .put("claimName", "models")
                      .put("path", path);
                  digest(spec);
                }))
        .contains("relative to the volume's root");
  }

  @Test
  void requiredFieldsAreRequired() {
    assertThat(requests.refused(spec -> spec.remove("model"))).contains("spec.model: Required");
    assertThat(requests.refused(spec -> spec.remove("decryptionKey")))
        .contains("decryptionKey: Required");
    assertThat(
            requests.refused(
                spec -> spec.putObject("access").putArray("from").addObject().putObject("ipBlock")))
        .contains("cidr: Required");
    var resource = requests.minimal();
    resource.remove("spec");
    assertThat(ApiServer.refusal(() -> requests.dryRun(resource))).contains("spec: Required");
  }

  @Test
  void conditionsOfTwoWritersMergeByType() {
    var resource = requests.minimal();
    put(resource, "/metadata/name", "merged");
    requests.create(resource);
    requests.applyStatus("martello-operator", "merged", "conditions: [" + CONDITION + "]");
    requests.applyStatus(
        "another", "merged", "conditions: [" + CONDITION.replace("Ready", "Attested") + "]");
    requests.applyStatus("martello-operator", "merged", "conditions: [" + CONDITION + "]");
    assertThat(stored("merged").getStatus().conditions())
        .extracting(Condition::type)
        .containsExactlyInAnyOrder("Ready", "Attested");
  }

  @Test
  void aConditionNeedsAllItsParts() {
    var resource = requests.minimal();
    put(resource, "/metadata/name", "incomplete");
    requests.create(resource);
    assertThat(
            ApiServer.refusal(
                () -> requests.applyStatus("x", "incomplete", "conditions: [{type: Ready}]")))
        .contains("reason: Required", "message: Required", "lastTransitionTime: Required");
  }

  @Test
  void theScaleSubresourceChangesTheReplicas() {
    var resource = requests.minimal();
    put(resource, "/metadata/name", "scaled");
    requests.create(resource);
    server
        .admin()
        .resources(ModelDeployment.class)
        .inNamespace(server.namespace())
        .withName("scaled")
        .scale(3);
    assertThat(stored("scaled").getSpec().replicas()).isEqualTo(3);
  }

  private static ModelDeployment stored(String name) {
    return server
        .admin()
        .resources(ModelDeployment.class)
        .inNamespace(server.namespace())
        .withName(name)
        .get();
  }

  private static boolean accepted(Consumer<ObjectNode> change) {
    return requests.dryRun(requests.deployment(change)).has("spec");
  }

  private static ObjectNode source(ObjectNode spec) {
    return (ObjectNode) spec.at("/model/source");
  }

  private static void digest(ObjectNode spec) {
    put(spec, "/model/digest", "sha256:" + "b".repeat(64));
  }

  private static void put(ObjectNode tree, String path, String value) {
    parent(tree, path).put(name(path), value);
  }

  private static ObjectNode parent(ObjectNode tree, String path) {
    return tree.withObject(path.substring(0, path.lastIndexOf('/')));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
