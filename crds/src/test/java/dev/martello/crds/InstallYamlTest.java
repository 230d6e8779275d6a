package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InstallYamlTest {
  private static final Path MANIFESTS = Path.of("..", "manifests");
  private static final String HEADER =
      """
      # All that Martello installs: kubectl apply --server-side -f install.yaml
      # Put together from the files that kustomization.yaml names; change those, then
      # `mvn -pl crds test -Dregenerate`.
      """;

  @Test
  void installYamlIsTheFilesThatTheKustomizationNamesInItsOrder() throws IOException {
    var together = new StringBuilder(HEADER);
    for (var file : resources()) {
      together.append("---\n").append(part(file));
    }
    var install = MANIFESTS.resolve("install.yaml");
    if (System.getProperty("regenerate") != null) Files.writeString(install, together);
    assertThat(install)
        .as("differs from its parts: run `mvn -pl crds test -Dregenerate` and review the change")
        .exists()
        .content()
        .isEqualTo(together.toString());
  }

  @Test
  void theKustomizationForgetsNoFile() throws IOException {
    try (var files = Files.walk(MANIFESTS, 2)) {
      var present =
          files
              .filter(file -> file.getParent().toString().matches(".*(operator|crds)"))
              .filter(file -> !file.endsWith("kustomization.yaml"))
              .map(file -> MANIFESTS.relativize(file).toString().replace('\\', '/'))
              .collect(Collectors.toSet());
      assertThat(resources()).containsExactlyInAnyOrderElementsOf(present);
    }
  }

  @Test
  void theOperatorHasNoVerbThatReturnsASecret() throws IOException {
    var role =
        Serialization.unmarshal(
            Files.readString(MANIFESTS.resolve("operator/cluster-role.yaml")).split("\n---\n")[0],
            JsonNode.class);
    for (var rule : role.get("rules")) {
      if (rule.has("nonResourceURLs")) {
        assertThat(texts(rule.get("nonResourceURLs")))
            .containsExactly("/openid/v1/jwks", "/.well-known/openid-configuration");
        assertThat(texts(rule.get("verbs"))).containsExactly("get");
        continue;
      }
      var resources = texts(rule.get("resources"));
      assertThat(resources).as("a wildcard would take in Secrets").doesNotContain("*");
      assertThat(texts(rule.get("verbs"))).doesNotContain("*");
      if (resources.contains("secrets")) {
        assertThat(texts(rule.get("verbs"))).containsExactlyInAnyOrder("create", "delete");
      }
    }
  }

  /** Definitions come fresh from the records, so that one run regenerates everything. */
  private static String part(String file) throws IOException {
    for (var kind :
        List.of(
            ModelDeployment.class,
            ModelTrust.class,
            ComplianceException.class,
            ComplianceProfile.class,
            ComplianceSummary.class)) {
      if (CrdYaml.checkedIn(kind).endsWith(file)) return CrdYaml.generate(kind);
    }
    return Files.readString(MANIFESTS.resolve(file));
  }

  private static List<String> resources() throws IOException {
    var all = new ArrayList<String>();
    for (var directory : resources(MANIFESTS)) {
      for (var file : resources(MANIFESTS.resolve(directory))) {
        all.add(directory + "/" + file);
      }
    }
    return all;
  }

  private static List<String> resources(Path directory) throws IOException {
    var kustomization = Files.readString(directory.resolve("kustomization.yaml"));
    return texts(Serialization.unmarshal(kustomization, JsonNode.class).get("resources"));
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
