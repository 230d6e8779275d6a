package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrdYamlTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        ModelDeployment.class,
        ModelTrust.class,
        ComplianceException.class,
        ComplianceProfile.class,
        ComplianceSummary.class
      })
  void theCheckedInDefinitionIsTheGeneratedOne(Class<? extends CustomResource<?, ?>> kind)
      throws IOException {
    var file = CrdYaml.checkedIn(kind);
    var generated = CrdYaml.generate(kind);
    if (System.getProperty("regenerate") != null) Files.writeString(file, generated);
    assertThat(file)
        .as("differs from the records: run `mvn -pl crds test -Dregenerate` and review the change")
        .exists()
        .content()
        .isEqualTo(generated);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ModelDeployment.class,
        ModelTrust.class,
        ComplianceException.class,
        ComplianceProfile.class,
        ComplianceSummary.class
      })
  void everyFieldIsDescribed(Class<? extends CustomResource<?, ?>> kind) throws IOException {
    var undescribed = new ArrayList<String>();
    collectUndescribed("", schema(kind), undescribed);
    assertThat(undescribed)
        .as("add a @JsonPropertyDescription, or a line to kubernetes-fields.properties")
        .isEmpty();
  }

  @Test
  void conditionsAndControlsAreMapsForServerSideApply() throws IOException {
    var status = schema(ModelDeployment.class).at("/properties/status/properties");
    assertThat(listKeys(status.get("conditions"))).containsExactly("type");
    assertThat(listKeys(status.at("/compliance/properties/controls"))).containsExactly("id");
    assertThat(status.at("/conditions/items/required"))
        .extracting(JsonNode::asText)
        .contains("type", "status", "reason", "message", "lastTransitionTime");
  }

  @Test
  void columnsComeInTheOrderOfReading() throws IOException {
    var columns =
        CrdYaml.definition(ModelDeployment.class).at("/spec/versions/0/additionalPrinterColumns");
    assertThat(columns)
        .extracting(column -> column.get("name").asText() + column.get("priority"))
        .startsWith("Ready0", "Compliant0", "Accuracy0", "Replicas0", "Age0")
        .contains("Digest1", "Signer1", "Reason1")
        .hasSize(8);
  }

  private static JsonNode schema(Class<? extends CustomResource<?, ?>> kind) throws IOException {
    return CrdYaml.definition(kind).at("/spec/versions/0/schema/openAPIV3Schema");
  }

  private static List<String> listKeys(JsonNode list) {
    assertThat(list.get("x-kubernetes-list-type").asText()).isEqualTo("map");
    var keys = new ArrayList<String>();
    list.get("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
    return keys;
  }

  private static void collectUndescribed(String path, JsonNode schema, List<String> into) {
    for (var property : schema.path("properties").properties()) {
      var name = path + "." + property.getKey();
      if (!property.getValue().has("description")) into.add(name);
      collectUndescribed(name, property.getValue(), into);
    }
    if (schema.has("items")) collectUndescribed(path + "[]", schema.get("items"), into);
    if (schema.path("additionalProperties").isObject()) {
      collectUndescribed(path + "{}", schema.get("additionalProperties"), into);
    }
  }
}
