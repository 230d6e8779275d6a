package dev.martello.cli.tar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Invocation;
import dev.martello.cli.Sha256;
import dev.martello.cli.model.Sealed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sealed model as a tar, and as a ModelPack artifact, through the command line. */
class TarCommandsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path temporary;
  private Sealed sealed;
  private Path tar;

  @BeforeEach
  void seal() throws Exception {
    sealed = Sealed.in(temporary);
    tar = temporary.resolve("model.tar");
  }

  @Test
  void aModelIsSealedIntoATarAndReadFromIt() throws Exception {
    var made =
        Invocation.of(
            "seal",
            sealed.plain(),
            "--name",
            "tiny",
            "--recipient",
            temporary.resolve("recipient.pub.pem"),
            "--signing-key",
            temporary.resolve("signer.key.pem"),
            "--out",
            tar);
    assertThat(made.exitCode()).as(made.err()).isZero();
    var digest =
        made.out().lines().filter(line -> line.startsWith("digest ")).findFirst().orElseThrow();

    var verified = Invocation.of("verify", tar, "--public-key", sealed.publicKey());
    assertThat(verified.out()).as(verified.err()).contains("holds: tiny").contains(digest);
    assertThat(Invocation.of("inspect", tar).out()).contains(digest.substring("digest ".length()));
    var plain = temporary.resolve("again.onnx");
    var opened =
        Invocation.of(
            "open", tar, "--key", sealed.key(), "--public-key", sealed.publicKey(), "--out", plain);
    assertThat(opened.exitCode()).as(opened.err()).isZero();
    assertThat(plain).hasSameBinaryContentAs(sealed.plain());

    var again =
        Invocation.of(
            "seal",
            sealed.plain(),
            "--name",
            "tiny",
            "--recipient",
            temporary.resolve("recipient.pub.pem"),
            "--signing-key",
            temporary.resolve("signer.key.pem"),
            "--out",
            tar);
    assertThat(again.refusal()).contains("model.tar").contains("exists");
    try (var left = Files.list(temporary)) {
      assertThat(left.filter(file -> file.getFileName().toString().startsWith("."))).isEmpty();
    }
  }

  @Test
  void aTarOfADirectoryHasItsRootDigestAndIsVerifiedByteByByte() throws Exception {
    SealedTar.write(sealed.directory(), tar);
    var ofDirectory =
        Invocation.of("verify", sealed.directory(), "--public-key", sealed.publicKey());
    var ofTar = Invocation.of("verify", tar, "--public-key", sealed.publicKey());
    assertThat(ofTar.out()).isEqualTo(ofDirectory.out()).contains("digest sha256:");
    byte[] bytes = Files.readAllBytes(tar);
    bytes[bytes.length / 2] ^= 1;
    Files.write(tar, bytes);
    assertThat(Invocation.of("verify", tar, "--public-key", sealed.publicKey()).exitCode())
        .isEqualTo(1);
  }

  @Test
  void whatIsNoSuchTarIsRefusedByEveryCommandThatReadsOne() {
    var plain = sealed.plain();
    assertThat(Invocation.of("verify", plain, "--public-key", sealed.publicKey()).refusal())
        .contains("tiny.onnx");
    assertThat(Invocation.of("inspect", plain).refusal()).contains("tiny.onnx");
    assertThat(
            Invocation.of("run", plain, "--key", sealed.key(), "--public-key", sealed.publicKey())
                .refusal())
        .contains("tiny.onnx");
    assertThat(
            Invocation.of(
                    "open",
                    plain,
                    "--key",
                    sealed.key(),
                    "--public-key",
                    sealed.publicKey(),
                    "--out",
                    temporary.resolve("x"))
                .refusal())
        .contains("tiny.onnx");
  }

  @Test
  void modelPackIsALayoutOfRawLayersThatNameTheirFiles() throws Exception {
    var first = temporary.resolve("pack");
    var made =
        Invocation.of("image", "model", sealed.directory(), "--to", "oci:" + first, "--modelpack");
    assertThat(made.exitCode()).as(made.err()).isZero();
    var second = temporary.resolve("pack2");
    assertThat(
            Invocation.of(
                    "image", "model", sealed.directory(), "--to", "oci:" + second, "--modelpack")
                .lastLine())
        .isEqualTo(made.lastLine());
    assertThat(second.resolve("index.json")).hasSameBinaryContentAs(first.resolve("index.json"));

    var listed = JSON.readTree(first.resolve("index.json").toFile()).at("/manifests/0");
    assertThat(listed.path("digest").textValue()).isEqualTo(made.lastLine());
    var manifest = JSON.readTree(blob(first, listed));
    assertThat(manifest.path("artifactType").textValue())
        .isEqualTo("application/vnd.cncf.model.manifest.v1+json");
    for (JsonNode layer : manifest.path("layers")) {
      var name = layer.at("/annotations").path("org.cncf.model.filepath").textValue();
      assertThat(blob(first, layer))
          .isEqualTo(Files.readAllBytes(sealed.directory().resolve(name)));
    }
    assertThat(manifest.path("layers")).hasSize(4);
    var config = JSON.readTree(blob(first, manifest.path("config")));
    assertThat(config.at("/descriptor/name").textValue()).isEqualTo("tiny");
    assertThat(config.at("/descriptor/version").textValue()).isEqualTo("1.2.3");
    assertThat(config.at("/modelfs/diffIds")).hasSize(4);
    assertThat(config.at("/config/format").textValue()).isEqualTo("onnx");
  }

  @Test
  void modelPackGoesIntoAnOciLayoutOnly() {
    var wrong =
        Invocation.of("image", "model", sealed.directory(), "--to", "tar:" + tar, "--modelpack");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--modelpack").contains("oci:DIR");
  }

  private byte[] blob(Path layout, JsonNode descriptor) throws Exception {
    var digest = descriptor.path("digest").textValue().substring("sha256:".length());
    var file = layout.resolve("blobs/sha256").resolve(digest);
    assertThat(Sha256.of(file)).isEqualTo(digest);
    assertThat(descriptor.path("size").longValue()).isEqualTo(Files.size(file));
    return Files.readAllBytes(file);
  }
}
