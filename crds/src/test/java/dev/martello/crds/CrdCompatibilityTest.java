package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The definitions against those of the last release (before the first: as they were when this test
 * was added). At a release, {@code mvn -pl crds test -Drelease} makes the present ones the next
 * yardstick.
 */
class CrdCompatibilityTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String VERSION = "/spec/versions/0";
  private static final String SPEC = VERSION + "/schema/openAPIV3Schema/properties/spec";

  @ParameterizedTest
  @ValueSource(classes = {ModelDeployment.class, ModelTrust.class})
  void nothingIsTakenAwaySinceTheLastRelease(Class<? extends CustomResource<?, ?>> kind)
      throws IOException {
    if (System.getProperty("release") != null) release(kind);
    assertThat(CrdCompatibility.breaks(released(kind), CrdYaml.definition(kind)))
        .as("breaks those who use the last release: add a version, or keep what was")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "/properties                             | replicas   | -                  | v1alpha1.spec.replicas: removed",
        "/properties/replicas                    | type       | string             | replicas: type was integer, is string",
        "/properties/replicas                    | maximum    | 1                  | replicas: maximum was",
        "/properties/replicas                    | minimum    | 1                  | replicas: minimum was",
        "/properties/replicas                    | default    | 2                  | replicas: default was",
        "/properties/replicas                    | default    | -                  | replicas: default was",
        "/properties/suspend                     | enum       | [true]             | suspend: enum narrowed",
        "/properties/compliance/properties/enforcement | enum | [Report]           | enforcement: enum narrowed",
        "/properties/decryptionKey/properties/secretName | pattern | ^a$           | secretName: pattern narrowed",
        "/properties/decryptionKey/properties/secretName | maxLength | 63          | secretName: maxLength was 253, is 63",
        "/properties/governance/properties/owner | format     | email              | owner: format narrowed",
        "/properties/governance                  | required   | [owner]            | governance.owner: now required",
        "/properties/access                      | x-kubernetes-validations | [{rule: 'false'}] | access: new rule: false",
        "/properties/access/properties/identities | items     | -                  | identities[]: removed",
        "/properties/access/properties/identities/items | maxLength | 64           | identities[]: maxLength was 512, is 64",
        "/properties/podMetadata/properties/labels | additionalProperties | -       | labels{}: removed",
        "/properties/imagePullSecrets            | x-kubernetes-list-type | atomic | x-kubernetes-list-type changed",
      })
  void whatNarrowsTheSpecIsFound(String where, String field, String value, String found)
      throws IOException {
    var now = released(ModelDeployment.class);
    var node = (ObjectNode) now.at(SPEC + where);
    if (value == null) node.remove(field);
    else node.set(field, YAML.unmarshal("---\n" + value, JsonNode.class));
    assertThat(CrdCompatibility.breaks(released(ModelDeployment.class), now))
        .singleElement()
        .asString()
        .contains(found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "/spec                         | scope  | Cluster | /spec/scope: changed",
        "/spec/names                   | plural | models  | /spec/names/plural: changed",
        "/spec/versions/0              | served | false   | v1alpha1: no longer served",
        "/spec/versions/0              | name   | v1      | v1alpha1: no longer served",
        "/spec/versions/0/subresources | scale  | -       | subresource scale removed",
      })
  void whatTakesTheDefinitionAwayIsFound(String where, String field, String value, String found)
      throws IOException {
    var now = released(ModelDeployment.class);
    var node = (ObjectNode) now.at(where);
    if (value == null) node.remove(field);
    else node.set(field, YAML.unmarshal("---\n" + value, JsonNode.class));
    assertThat(CrdCompatibility.breaks(released(ModelDeployment.class), now))
        .singleElement()
        .asString()
        .contains(found);
  }

  @Test
  void whatWidensIsNoBreak() throws IOException {
    var now = released(ModelDeployment.class);
    var spec = (ObjectNode) now.at(SPEC + "/properties");
    spec.putObject("another").put("type", "string").put("pattern", "^a$");
    ((ObjectNode) spec.at("/decryptionKey/properties/secretName")).put("maxLength", 300);
    ((ObjectNode) spec.at("/decryptionKey/properties/secretName")).remove("pattern");
    ((ArrayNode) spec.at("/compliance/properties/enforcement/enum")).add("Warn");
    ((ArrayNode) spec.at("/model/required")).removeAll();
    assertThat(CrdCompatibility.breaks(released(ModelDeployment.class), now)).isEmpty();
  }

  @Test
  void aRequiredFieldWithADefaultIsNoBreak() throws IOException {
    var now = released(ModelDeployment.class);
    var governance = (ObjectNode) now.at(SPEC + "/properties/governance");
    ((ObjectNode) governance.at("/properties/owner")).put("default", "nobody");
    governance.putArray("required").add("owner");
    assertThat(CrdCompatibility.breaks(released(ModelDeployment.class), now)).isEmpty();
  }

  @Test
  void aSecondVersionIsNoBreak() throws IOException {
    var now = released(ModelDeployment.class);
    ObjectNode second = now.at(VERSION).deepCopy();
    second.put("name", "v1beta1").put("storage", false);
    ((ArrayNode) now.at("/spec/versions")).insert(0, second);
    assertThat(CrdCompatibility.breaks(released(ModelDeployment.class), now)).isEmpty();
  }

  private static ObjectNode released(Class<? extends CustomResource<?, ?>> kind)
      throws IOException {
    return YAML.unmarshal(Files.readString(yardstick(kind)), ObjectNode.class);
  }

  private static void release(Class<? extends CustomResource<?, ?>> kind) throws IOException {
    var header = Files.readAllLines(yardstick(kind)).get(0);
    var generated = CrdYaml.generate(kind);
    Files.writeString(yardstick(kind), header + generated.substring(generated.indexOf('\n')));
  }

  private static Path yardstick(Class<? extends CustomResource<?, ?>> kind) {
    return Path.of(
        "src", "test", "resources", "released", CustomResource.getCRDName(kind) + ".yaml");
  }
}
