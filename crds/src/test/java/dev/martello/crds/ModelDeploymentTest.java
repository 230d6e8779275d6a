package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelDeploymentTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void everyFieldSurvivesTheRoundTrip() {
    var text = resource("/every-field.yaml");
    var read = YAML.unmarshal(text, ModelDeployment.class);
    assertThat(tree(YAML.asYaml(read))).isEqualTo(tree(text));
    var again = YAML.unmarshal(YAML.asYaml(read), ModelDeployment.class);
    assertThat(again.getSpec()).isEqualTo(read.getSpec());
    assertThat(again.getStatus()).isEqualTo(read.getStatus());
  }

  @Test
  void theExampleNamesEveryFieldOfTheSchema() throws IOException {
    var example = tree(resource("/every-field.yaml"));
    var schema =
        CrdYaml.definition(ModelDeployment.class).at("/spec/versions/0/schema/openAPIV3Schema");
    // What can't stand beside what is there: other sources, the bound of another metric, and
    // Kubernetes' own types are not ours.
    var elsewhere =
        List.of(
            ".spec.model.source.image",
            ".spec.model.source.configMap",
            ".spec.evaluation.dataset.source",
            ".spec.evaluation.reference.source",
            ".spec.evaluation.reference.digest",
            ".spec.evaluation.maximum",
            ".spec.evaluation.slices[].maximum",
            ".spec.scheduling.affinity");
    var missing = new ArrayList<String>();
    collectMissing("", schema, example, missing);
    missing.removeIf(field -> elsewhere.stream().anyMatch(field::startsWith));
    missing.removeIf(field -> field.matches(".*(from|From|tolerations|Constraints)\\[].*"));
    assertThat(missing).isEmpty();
  }

  @Test
  void whatIsLeftOutHasItsDefaultWithoutAnApiServer() {
    var spec =
        YAML.unmarshal(
                """
                apiVersion: models.martello.dev/v1alpha1
                kind: ModelDeployment
                metadata: {name: m}
                spec:
                  model: {name: m, source: {configMap: {name: sealed}}}
                  decryptionKey: {secretName: key}
                """,
                ModelDeployment.class)
            .getSpec();
    var model = new Model("m", null, null, null, new ModelSource(null, null, configMap("sealed")));
    assertThat(spec).isEqualTo(ModelDeploymentSpec.of(model, new DecryptionKey("key")));
    assertThat(spec.runtime()).isEqualTo("default");
    assertThat(spec.replicas()).isEqualTo(1);
    assertThat(spec.suspend()).isFalse();
    assertThat(spec.resources().limits())
        .isEqualTo(Map.of("cpu", new Quantity("1"), "memory", new Quantity("512Mi")));
    assertThat(spec.serving()).isEqualTo(new Serving(4_194_304, 10, null));
    assertThat(spec.access())
        .isEqualTo(new Access(List.of(), List.of(), null, List.of(), List.of(), List.of()));
    assertThat(spec.compliance())
        .isEqualTo(new Compliance("iso27001-2022", Enforcement.Report, Probing.On));
  }

  @Test
  void aLimitThatIsLeftOutHasItsDefaultBesideTheOther() {
    var limits = new Resources(Map.of("memory", new Quantity("2Gi"))).limits();
    assertThat(limits).isEqualTo(Map.of("cpu", new Quantity("1"), "memory", new Quantity("2Gi")));
  }

  @Test
  void theDefaultsOfTheSchemaAreThoseOfTheRecords() throws IOException {
    var spec =
        CrdYaml.definition(ModelDeployment.class)
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
    assertThat(spec.at("/runtime/default").asText()).isEqualTo("default");
    assertThat(spec.at("/replicas/default").asInt()).isEqualTo(1);
    assertThat(value(spec.at("/resources/default"), Resources.class))
        .isEqualTo(Resources.defaults());
    assertThat(value(spec.at("/serving/default"), Serving.class)).isEqualTo(Serving.defaults());
    assertThat(value(spec.at("/compliance/default"), Compliance.class))
        .isEqualTo(Compliance.defaults());
    assertThat(spec.at("/serving/properties/drainSeconds/default").asInt())
        .isEqualTo(Serving.defaults().drainSeconds());
    assertThat(spec.at("/serving/properties/maxRequestBytes/default").asInt())
        .isEqualTo(Serving.defaults().maxRequestBytes());
    assertThat(spec.at("/resources/properties/limits/default"))
        .isEqualTo(spec.at("/resources/default/limits"));
  }

  @Test
  void aFieldOfALaterVersionDoesNotStopTheReader() {
    var read =
        YAML.unmarshal(
            resource("/every-field.yaml").replace("  suspend: true", "  suspend: true\n  later: 1"),
            ModelDeployment.class);
    assertThat(read.getSpec().suspend()).isTrue();
  }

  private static ModelSource.ConfigMap configMap(String name) {
    return new ModelSource.ConfigMap(name);
  }

  private static <T> T value(JsonNode node, Class<T> type) {
    return YAML.unmarshal(node.toString(), type);
  }

  private static JsonNode tree(String yaml) {
    return YAML.unmarshal(yaml, JsonNode.class);
  }

  private static String resource(String name) {
    try (var file = ModelDeploymentTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collectMissing(
      String path, JsonNode schema, JsonNode value, List<String> missing) {
    for (var property : schema.path("properties").properties()) {
      var name = path + "." + property.getKey();
      var present = value.path(property.getKey());
      if (present.isMissingNode()) missing.add(name);
      else collectMissing(name, property.getValue(), present, missing);
    }
    if (schema.has("items") && value.has(0)) {
      collectMissing(path + "[]", schema.get("items"), value.get(0), missing);
    }
  }
}
