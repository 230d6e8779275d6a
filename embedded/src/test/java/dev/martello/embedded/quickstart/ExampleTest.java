package dev.martello.embedded.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleTest {
  private static final String IMAGE = "r.example/m@sha256:" + "a".repeat(64);
  private static final String PEM =
      "-----BEGIN PUBLIC KEY-----\nAAAA\nBBBB\n-----END PUBLIC KEY-----\n";

  @Test
  void fillsInTheTwoValuesOfTheShippedExample() throws Exception {
    String template = Files.readString(Path.of("../examples/breast-cancer/deployment.yaml"));

    Example example = Example.fill(template, IMAGE, PEM);

    assertThat(example.serviceHost()).isEqualTo("breast-cancer.demo.svc");
    assertThat(example.model()).isEqualTo("breast-cancer");
    assertThat(example.keySecret()).isEqualTo("breast-cancer-key");
    List<GenericKubernetesResource> objects =
        Example.objects(example.yaml()).stream()
            .map(GenericKubernetesResource.class::cast)
            .toList();
    assertThat(objects)
        .extracting(GenericKubernetesResource::getKind)
        .containsExactly("ModelTrust", "ModelDeployment");
    List<Map<String, String>> signers = objects.getFirst().get("spec", "signers");
    assertThat(signers.getFirst().get("publicKey")).isEqualTo(PEM);
    assertThat(objects.getLast().<String>get("spec", "model", "source", "image", "reference"))
        .isEqualTo(IMAGE);
  }

  @Test
  void refusesAFileWithoutThePlaceholders() {
    assertThatThrownBy(() -> Example.fill("kind: ModelDeployment\n", IMAGE, PEM))
        .isInstanceOf(QuickstartFailed.class)
        .hasMessageContaining("REPLACE");
  }

  @Test
  void fillsInTheImagesOfTheShippedInstallation() throws Exception {
    String template = Files.readString(Path.of("../manifests/install.yaml"));

    String filled = InstallManifest.fill(template, "op@sha256:1", "rt@sha256:2");

    assertThat(filled).contains("image: op@sha256:1").contains("default: rt@sha256:2");
    assertThat(filled).doesNotContain("0".repeat(64));
    assertThat(Example.objects(filled)).doesNotContainNull().hasSizeGreaterThan(10);
  }
}
