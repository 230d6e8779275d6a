package dev.martello.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Invocation;
import dev.martello.cli.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlBomTest {
  private static final String AB = "ab".repeat(32);

  @TempDir private Path temporary;
  private Sealed sealed;
  private Path bom;

  @BeforeEach
  void sealWithEverything() throws Exception {
    sealed = Sealed.in(temporary);
    bom = temporary.resolve("model.cdx.json");
    var done =
        Invocation.of(
            "seal",
            sealed.plain(),
            "--name",
            "tiny",
            "--provenance",
            write(
                "provenance.json",
                """
                {"trainingCode": {"file": "train.py", "sha256": "%s", "commit": "c0ffee"},
                 "environment": {"file": "requirements.txt", "sha256": "%s"},
                 "dataset": {"name": "Iris", "sha256": "%s", "licence": "CC-BY-4.0",
                   "source": "https://doi.org/10.24432/C56C76"},
                 "optimization": {"plan": "dynamic"}, "more": {"of": "any kind"}}
                """
                    .formatted(AB, AB, AB)),
            "--evaluation",
            write(
                "report.json",
                "{\"metric\":\"accuracy\",\"value\":0.9,\"lower\":0.8,\"upper\":0.95,\"rows\":100,\"datasetSha256\":\"%s\"}"
                    .formatted(AB)),
            "--recipient",
            temporary.resolve("recipient.pub.pem"),
            "--signing-key",
            sealed.signingKey(),
            "--ml-bom",
            bom,
            "--out",
            temporary.resolve("whole"));
    assertThat(done.exitCode()).as(done.err()).isZero();
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(temporary.resolve(name), text);
  }

  private static void conforms(byte[] document) throws Exception {
    assertThat(new JsonParser().validate(document, Version.VERSION_16)).isEmpty();
  }

  @Test
  void conformsToTheSchemaWithAllThatAManifestCanHold() throws Exception {
    conforms(Files.readAllBytes(bom));
  }

  @Test
  void conformsToTheSchemaWithTheLeastThatAManifestHolds() throws Exception {
    var shown = Invocation.of("inspect", sealed.directory(), "--output", "ml-bom");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    conforms(shown.out().getBytes(StandardCharsets.UTF_8));
    assertThat(new JsonMapper().readTree(shown.out()).path("components")).isEmpty();
  }

  @Test
  void theSchemaTellsWhatIsNone() throws Exception {
    var wrong = Files.readString(bom).replace("machine-learning-model", "spell");
    assertThat(
            new JsonParser().validate(wrong.getBytes(StandardCharsets.UTF_8), Version.VERSION_16))
        .isNotEmpty();
  }

  @Test
  void saysWhatTheManifestSays() throws Exception {
    JsonNode document = new JsonMapper().readTree(bom.toFile());
    var model = document.at("/metadata/component");
    assertThat(model.path("name").asText()).isEqualTo("tiny");
    assertThat(model.at("/hashes/0/content").asText()).isEqualTo(Sha256.of(sealed.plain()));
    assertThat(model.at("/properties/0/value").asText())
        .isEqualTo(RootDigest.of(temporary.resolve("whole")));
    var card = model.path("modelCard");
    assertThat(card.at("/modelParameters/inputs/0/format").asText()).isEqualTo("x FP32 [2]");
    assertThat(card.at("/quantitativeAnalysis/performanceMetrics/0/confidenceInterval/lowerBound"))
        .hasToString("\"0.8\"");
    assertThat(card.at("/modelParameters/datasets/0/ref").asText()).isEqualTo("dataset");
    assertThat(document.at("/dependencies/0/dependsOn"))
        .hasToString("[\"dataset\",\"training-code\",\"environment\"]");
  }

  @Test
  void isTheSameWheneverItIsMade() throws Exception {
    var shown = Invocation.of("inspect", temporary.resolve("whole"), "--output", "ml-bom");
    assertThat(shown.out().strip()).isEqualTo(Files.readString(bom).strip());
  }
}
