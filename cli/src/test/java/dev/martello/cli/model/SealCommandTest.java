package dev.martello.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Invocation;
import dev.martello.cli.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealCommandTest {
  @TempDir private Path temporary;
  private Sealed sealed;

  @BeforeEach
  void seal() throws Exception {
    sealed = Sealed.in(temporary);
  }

  @Test
  void printsWhatItIsKnownByFromNowOn() throws Exception {
    var again = seal(temporary.resolve("again"));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out())
        .contains("digest " + RootDigest.of(temporary.resolve("again")))
        .contains("manifest sha256:" + Sha256.of(temporary.resolve("again/manifest.json")))
        .containsPattern("recipient sha256:[0-9a-f]{64}\n")
        .containsPattern("signer sha256:[0-9a-f]{64}\n");
  }

  @Test
  void theVersionIs010UnlessOneIsGiven() throws Exception {
    seal(temporary.resolve("again"));
    var manifest = new JsonMapper().readTree(temporary.resolve("again/manifest.json").toFile());
    assertThat(manifest.path("version").asText()).isEqualTo("0.1.0");
  }

  @Test
  void provenanceAndEvaluationGoIntoTheManifest() throws Exception {
    var provenance = write("provenance.json", "{\"dataset\":\"iris\",\"commit\":\"abc\"}");
    var report =
        write(
            "report.json",
            "{\"metric\":\"accuracy\",\"value\":0.9,\"lower\":0.8,\"upper\":0.95,\"rows\":100,\"datasetSha256\":\"%s\"}"
                .formatted("ab".repeat(32)));
    var done = seal(temporary.resolve("again"), "--provenance", provenance, "--evaluation", report);
    assertThat(done.exitCode()).as(done.err()).isZero();
    var shown = Invocation.of("inspect", temporary.resolve("again"), "--output", "json");
    var json = new JsonMapper().readTree(shown.out());
    assertThat(json.at("/provenance/dataset").asText()).isEqualTo("iris");
    assertThat(json.at("/evaluation/rows").asInt()).isEqualTo(100);
  }

  @Test
  void aDirectoryThatIsThereIsRefused() {
    assertThat(seal(sealed.directory()).refusal()).contains("--out").contains("exists already");
  }

  @Test
  void itsOwnFormatIsWhatOnnxRuntimeUsesInPlace() throws Exception {
    var done = seal(temporary.resolve("again"), "--format", "ort");
    assertThat(done.exitCode()).as(done.err()).isZero();
    var manifest = new JsonMapper().readTree(temporary.resolve("again/manifest.json").toFile());
    assertThat(manifest.path("format").asText()).isEqualTo("ort");
    assertThat(Invocation.of("inspect", temporary.resolve("again")).out())
        .containsPattern("format +ort\n");
    assertThat(seal(temporary.resolve("more"), "--format", "pmml").err()).contains("--format");
  }

  @Test
  void whatOnnxRuntimeDoesNotTakeIsNotSealed() throws Exception {
    Files.writeString(sealed.plain(), "no model at all");
    assertThat(seal(temporary.resolve("again")).refusal())
        .contains("ModelUnloadable")
        .contains("tiny.onnx: ");
    assertThat(temporary.resolve("again")).doesNotExist();
  }

  @Test
  void operatorsOfAForeignDomainAreNotSealed() throws Exception {
    Files.write(sealed.plain(), TinyOnnx.using("com.example"));
    assertThat(seal(temporary.resolve("again")).refusal())
        .contains("ModelUnloadable")
        .contains("tiny.onnx: ");
    assertThat(temporary.resolve("again")).doesNotExist();
    Files.write(sealed.plain(), TinyOnnx.importing("ai.onnx.ml"));
    assertThat(seal(temporary.resolve("again")).exitCode()).isZero();
  }

  @Test
  void aMissingModelIsNamed() throws Exception {
    Files.delete(sealed.plain());
    assertThat(seal(temporary.resolve("again")).refusal()).contains("tiny.onnx");
  }

  @Test
  void aKeyOfTheWrongKindIsRefused() {
    var refused =
        Invocation.of(
            "seal",
            sealed.plain(),
            "--name",
            "tiny",
            "--recipient",
            sealed.key(),
            "--signing-key",
            sealed.signingKey(),
            "--out",
            temporary.resolve("again"));
    assertThat(refused.refusal()).contains("KeyMalformed").contains("recipient.key.pem");
  }

  @Test
  void postQuantumRefusesEveryClassicalRecipient() throws Exception {
    Invocation.of("keygen", "--type", "ml-kem-768", "--out", temporary.resolve("pq"));
    var all = new Object[] {"--recipient", temporary.resolve("pq/recipient.pub.pem")};
    var refused = seal(temporary.resolve("again"), "--post-quantum", all[0], all[1]);
    assertThat(refused.refusal()).contains("P-256").contains("ml-kem-768");
    assertThat(temporary.resolve("again")).doesNotExist();
    var done =
        Invocation.of(
            "seal",
            sealed.plain(),
            "--name",
            "tiny",
            "--post-quantum",
            "--recipient",
            all[1],
            "--recipient",
            sealed.kek(),
            "--signing-key",
            sealed.signingKey(),
            "--out",
            temporary.resolve("again"));
    assertThat(done.exitCode()).as(done.err()).isZero();
    var shown = Invocation.of("inspect", temporary.resolve("again")).out();
    assertThat(shown).contains("ML-KEM-768 sha256:").containsPattern("post-quantum +yes");
    assertThat(Invocation.of("inspect", sealed.directory()).out())
        .containsPattern("post-quantum +no");
  }

  @Test
  void provenanceMustBeAJsonObject() throws Exception {
    assertThat(seal(temporary.resolve("a"), "--provenance", write("p.json", "[1]")).refusal())
        .contains("p.json");
    assertThat(
            seal(temporary.resolve("a"), "--provenance", write("p.json", "{\"a\":1,\"a\":2}"))
                .refusal())
        .contains("p.json");
    assertThat(seal(temporary.resolve("a"), "--provenance", write("p.json", "{")).refusal())
        .contains("line 1");
    assertThat(seal(temporary.resolve("a"), "--provenance", write("p.json", "")).refusal())
        .contains("p.json");
  }

  @Test
  void aVersionThatIsNoneIsWrongUsage() {
    var wrong = seal(temporary.resolve("again"), "--version", "one");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--version").contains("'one'");
  }

  private Path write(String name, String content) throws Exception {
    return Files.writeString(temporary.resolve(name), content);
  }

  private Invocation seal(Path out, Object... more) {
    var all =
        new ArrayList<Object>(
            List.of(
                "seal",
                sealed.plain(),
                "--name",
                "tiny",
                "--recipient",
                temporary.resolve("recipient.pub.pem")));
    all.addAll(List.of("--signing-key", sealed.signingKey(), "--out", out));
    all.addAll(List.of(more));
    return Invocation.of(all.toArray());
  }
}
