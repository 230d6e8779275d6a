package dev.martello.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import dev.martello.cli.Sha256;
import dev.martello.cli.model.RootDigest;
import dev.martello.cli.model.Sealed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
  @TempDir private Path temporary;
  private Sealed keys;
  private Path source;
  private Path model;

  @BeforeEach
  void trainAndSeal() throws Exception {
    keys = Sealed.in(temporary);
    source = Files.createDirectory(temporary.resolve("training"));
    Files.writeString(source.resolve("train.py"), "train()\n");
    Files.writeString(source.resolve("requirements.txt"), "numpy==2\n");
    Files.writeString(source.resolve("data.csv"), "1,2\n");
    Files.writeString(source.resolve("unseen.csv"), "3,4\n");
    Files.copy(keys.plain(), source.resolve("smaller.onnx"));
    git("init", "-q");
    git("add", "train.py");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "train");
    Files.writeString(
        source.resolve("report.json"),
        "{\"metric\":\"accuracy\",\"value\":0.9,\"lower\":0.8,\"upper\":0.95,\"rows\":100,\"datasetSha256\":\"%s\"}"
            .formatted(Sha256.of(source.resolve("unseen.csv"))));
    model = seal(provenance(git("rev-parse", "HEAD")));
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var git = new ProcessBuilder(command).directory(source.toFile()).start();
    var out =
        new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(git.waitFor()).isZero();
    return out.strip();
  }

  private String provenance(String commit) throws IOException {
    return """
        {"trainingCode": {"file": "train.py", "sha256": "%s", "commit": "%s"},
         "environment": {"file": "requirements.txt", "sha256": "%s"},
         "dataset": {"file": "elsewhere/of/old.csv", "sha256": "%s"},
         "optimization": {"model": "model.onnx", "plan": "dynamic", "file": "smaller.onnx", "report": "report.json"}}
        """
        .formatted(
            Sha256.of(source.resolve("train.py")),
            commit,
            Sha256.of(source.resolve("requirements.txt")),
            Sha256.of(source.resolve("data.csv")));
  }

  private Path seal(String provenance) throws IOException {
    var out = temporary.resolve("traced");
    var done = seal(provenance, out);
    assertThat(done.exitCode()).as(done.err()).isZero();
    return out;
  }

  private Invocation seal(String provenance, Path out, Object... more) throws IOException {
    var arguments = new ArrayList<Object>(List.of("seal", keys.plain(), "--name", "tiny"));
    arguments.addAll(
        List.of(
            "--version",
            "1.0.0",
            "--provenance",
            Files.writeString(source.resolve("provenance.json"), provenance),
            "--evaluation",
            source.resolve("report.json"),
            "--recipient",
            temporary.resolve("recipient.pub.pem"),
            "--signing-key",
            temporary.resolve("signer.key.pem"),
            "--out",
            out));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray());
  }

  /** No file can name the commit that it is in. */
  @Test
  void theCommitIsRecordedWhereTheModelIsSealed() throws Exception {
    var commit = git("rev-parse", "HEAD");
    var without = provenance("-").replace(", \"commit\": \"-\"", "");
    var out = temporary.resolve("with-commit");
    var sealed = seal(without, out, "--training-commit", commit);
    assertThat(sealed.exitCode()).as(sealed.err()).isZero();
    model = out;
    assertThat(trace(served(), "--source", source).out())
        .containsPattern("holds +training commit +" + commit);

    var elsewhere = temporary.resolve("elsewhere");
    assertThat(seal(without, elsewhere, "--training-commit", "HEAD").refusal())
        .contains("no full commit id");
    assertThat(seal("{}", elsewhere, "--training-commit", commit).refusal())
        .contains("the object trainingCode");
    var other = "0123456789".repeat(4);
    assertThat(seal(provenance(other), elsewhere, "--training-commit", commit).refusal())
        .contains("leave one of them out");
    assertThat(
            seal(
                    without.replaceFirst("[0-9a-f]{64}", "0".repeat(64)),
                    elsewhere,
                    "--training-commit",
                    commit)
                .refusal())
        .contains("holds another train.py");
    assertThat(elsewhere).doesNotExist();
    // Where Git can't say, the signer's word counts, and trace finds out.
    assertThat(seal(without, elsewhere, "--training-commit", other).exitCode()).isZero();
  }

  private Path running(String digest, String podRevision) throws IOException {
    return Files.writeString(
        temporary.resolve("running.json"),
        """
        {"kind": "List", "items": [
          {"kind": "Pod", "metadata": {"name": "tiny-7", "namespace": "demo",
            "labels": {"martello.dev/deployment": "tiny", "martello.dev/revision": "%s"}},
           "spec": {"volumes": [{"name": "model", "image": {"reference": "registry.example/tiny@sha256:ab"}}]}},
          {"kind": "ModelDeployment", "metadata": {"name": "tiny", "namespace": "demo"},
           "spec": {"model": {"name": "tiny"}},
           "status": {"revision": "r1", "model": {"digest": "%s"}}}]}
        """
            .formatted(podRevision, digest));
  }

  private Invocation trace(Object... more) throws Exception {
    var arguments =
        new ArrayList<Object>(List.of("trace", "--model", model, "--public-key", keys.publicKey()));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray());
  }

  private Path served() throws Exception {
    return running(RootDigest.of(model), "r1");
  }

  @Test
  void everyLinkFromThePodToTheCommitHolds() throws Exception {
    var traced = trace(served(), "--source", source);
    assertThat(traced.out().lines().map(line -> line.substring(0, 28).strip()))
        .containsExactly(
            "holds      pod",
            "holds      model digest",
            "holds      signature",
            "holds      manifest",
            "holds      optimization",
            "holds      training code",
            "holds      training commit",
            "holds      environment lock",
            "holds      dataset",
            "holds      evaluation report");
    assertThat(traced.out())
        .contains("mounts registry.example/tiny@sha256:ab")
        .contains("found as " + source.resolve("data.csv"))
        .contains("accuracy 0.9 [0.8, 0.95] on 100 rows");
    assertThat(traced.exitCode()).isZero();
  }

  @Test
  void aChangedFileIsABrokenLink() throws Exception {
    Files.writeString(source.resolve("train.py"), "other()\n");
    var traced = trace(served(), "--source", source);
    assertThat(traced.exitCode()).isEqualTo(1);
    assertThat(traced.out())
        .containsPattern("BROKEN +training code .* has sha256:")
        .containsPattern("holds +training commit");
  }

  @Test
  void anotherModelThanTheOneThatRunsIsABrokenLink() throws Exception {
    var traced = trace(running("sha256:" + "0".repeat(64), "r1"), "--source", source);
    assertThat(traced.exitCode()).isEqualTo(1);
    assertThat(traced.out()).containsPattern("BROKEN +model digest +the pods report sha256:000");
  }

  @Test
  void aPodOfAnotherRevisionIsNotWhatTheStatusSpeaksOf() throws Exception {
    var traced = trace(running(RootDigest.of(model), "r0"), "--source", source);
    assertThat(traced.exitCode()).isEqualTo(3);
    assertThat(traced.out()).containsPattern("MISSING +model digest .*revision r0");
  }

  @Test
  void withoutTheSourcesTheirLinksAreUnchecked() throws Exception {
    var traced = trace(served());
    assertThat(traced.exitCode()).isEqualTo(3);
    assertThat(traced.out())
        .containsPattern("unchecked +training code +train.py sha256:[0-9a-f]{64}: no --source")
        .doesNotContain("BROKEN");
  }

  @Test
  void whatNobodyRecordedIsMissing() throws Exception {
    model = keys.directory();
    var traced = trace(served(), "--source", source, "--output", "json");
    assertThat(traced.exitCode()).isEqualTo(3);
    var links = new com.fasterxml.jackson.databind.ObjectMapper().readTree(traced.out());
    assertThat(links.findValuesAsText("state"))
        .containsExactly(
            "holds", "holds", "holds", "holds", "none", "MISSING", "MISSING", "MISSING", "MISSING",
            "MISSING");
  }

  @Test
  void nothingBehindASignatureThatDoesNotHoldIsFollowed() throws Exception {
    var file = model.resolve("manifest.json");
    Files.writeString(file, Files.readString(file) + " ");
    var traced = trace(served(), "--source", source);
    assertThat(traced.exitCode()).isEqualTo(1);
    assertThat(traced.out())
        .containsPattern("BROKEN +signature +FilesDoNotMatch")
        .contains("not followed")
        .doesNotContain("training code");
  }

  @Test
  void ciphertextThatIsNotTheSignedOneIsFoundToo() throws Exception {
    var file = model.resolve("model.onnx.enc");
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(trace(served(), "--source", source).out()).containsPattern("BROKEN +signature");
  }

  @Test
  void otherObjectsAreRefused() throws Exception {
    var file = Files.writeString(temporary.resolve("x"), "{\"kind\":\"Secret\"}");
    assertThat(trace(file).refusal()).contains("neither pods nor ModelDeployments");
  }
}
