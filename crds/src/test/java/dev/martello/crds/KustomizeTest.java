package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What kustomize makes of manifests/ and of the example on top; needs kubectl, which has it. */
class KustomizeTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void theBaseHasTheObjectsOfInstallYaml() throws Exception {
    var install = Files.readString(Path.of("..", "manifests", "install.yaml"));
    assertThat(names(kustomize("manifests")))
        .containsExactlyInAnyOrderElementsOf(names(install))
        .hasSizeGreaterThan(10);
  }

  @Test
  void theExampleReplacesBothImagesAndNothingElse() throws Exception {
    var text = kustomize("examples/install");
    assertThat(text)
        .contains("registry.example.com/martello/operator@sha256:" + "1".repeat(64))
        .contains("registry.example.com/martello/runtime@sha256:" + "2".repeat(64))
        .doesNotContain("martello.dev/operator@")
        .doesNotContain("0".repeat(64));
    var base = objects(kustomize("manifests"));
    assertThat(objects(text).stream().filter(object -> !base.contains(object)))
        .extracting(object -> object.get("kind").asText())
        .containsExactlyInAnyOrder("ConfigMap", "Deployment");
  }

  @Test
  void inOneNamespaceTheOperatorHasNoClusterRole() throws Exception {
    var all = objects(kustomize("manifests/overlays/namespaced"));
    assertThat(all)
        .filteredOn(it -> it.get("kind").asText().startsWith("ClusterRole"))
        .extracting(it -> it.at("/metadata/name").asText())
        .doesNotContain("martello-operator");
    assertThat(all)
        .filteredOn(it -> it.get("kind").asText().equals("RoleBinding"))
        .extracting(it -> it.at("/metadata/namespace").asText())
        .containsExactlyInAnyOrder("models", "martello-system", "martello-system");
    assertThat(deployment(all).toString()).contains("{\"name\":\"WATCH_NAMESPACE\"");
  }

  /** Whoever adds a right to the one adds it to the other, or says here why not. */
  @Test
  void itsRolesHaveTheRightsOfTheClusterRoleButForTheClustersOwnKinds() throws Exception {
    var whole = rights(objects(kustomize("manifests")), "ClusterRole");
    var one = rights(objects(kustomize("manifests/overlays/namespaced")), "Role");
    var missing = new java.util.TreeSet<>(whole);
    missing.removeAll(one);
    assertThat(missing)
        .allMatch(
            right ->
                right.matches(
                    ".*(nodes|clusterrolebindings|validatingadmissionpolic|compliance(summar|profil)|clusterreports).*"));
    assertThat(whole).containsAll(one);
  }

  private static List<String> rights(List<JsonNode> objects, String kind) {
    var rights = new java.util.ArrayList<String>();
    for (var object : objects) {
      if (!object.get("kind").asText().equals(kind)
          || !object.at("/metadata/name").asText().equals("martello-operator")) continue;
      for (var rule : object.get("rules")) {
        // What is no resource can't be in a Role; every service account may read those by default.
        if (rule.has("nonResourceURLs")) continue;
        for (var resource : rule.get("resources")) {
          for (var verb : rule.get("verbs")) {
            rights.add(
                rule.get("apiGroups").get(0).asText()
                    + "/"
                    + resource.asText()
                    + " "
                    + verb.asText());
          }
        }
      }
    }
    return rights;
  }

  @Test
  void theOtherOverlaysChangeTheOperatorsDeployment() throws Exception {
    assertThat(
            deployment(objects(kustomize("manifests/overlays/highly-available")))
                .at("/spec/replicas")
                .asInt())
        .isEqualTo(2);
    assertThat(deployment(objects(kustomize("manifests/overlays/openshift"))).toString())
        .contains("runAsNonRoot")
        .doesNotContain("runAsUser", "fsGroup");
    assertThat(names(kustomize("manifests/policies"))).hasSize(7);
    assertThat(deployment(objects(kustomize("manifests/overlays/audit-volume"))).toString())
        .contains(
            "AUDIT_DIRECTORY",
            "\"claimName\":\"martello-audit\"",
            "\"mountPath\":\"/martello/audit\"");
    assertThat(names(kustomize("manifests/monitoring"))).hasSize(3);
  }

  private static JsonNode deployment(List<JsonNode> objects) {
    return objects.stream()
        .filter(it -> it.get("kind").asText().equals("Deployment"))
        .findFirst()
        .orElseThrow();
  }

  private static String kustomize(String directory) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder("kubectl", "kustomize", "../" + directory)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException absent) {
      return abort("skipped: no kubectl on the path to run kustomize with");
    }
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text;
  }

  private static List<String> names(String text) {
    return objects(text).stream()
        .map(it -> it.get("kind").asText() + " " + it.at("/metadata/name").asText())
        .toList();
  }

  private static List<JsonNode> objects(String text) {
    return Arrays.stream(text.split("(?m)^---\n"))
        .map(document -> document.replaceAll("(?m)^#.*\n", ""))
        .filter(document -> !document.isBlank())
        .map(document -> YAML.unmarshal(document, JsonNode.class))
        .toList();
  }
}
