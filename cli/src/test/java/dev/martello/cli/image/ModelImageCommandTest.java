package dev.martello.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Invocation;
import dev.martello.cli.image.build.OciImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelImageCommandTest {
  private static final List<String> FILES =
      List.of("model.onnx.enc", "manifest.json", "model.key.p7m", "model.sig");

  @TempDir private Path temporary;
  private Path model;

  @BeforeEach
  void makeModel() throws Exception {
    model = Files.createDirectory(temporary.resolve("sealed"));
    for (var name : FILES) {
      Files.writeString(model.resolve(name), "content of " + name);
    }
  }

  @Test
  void theFourFilesLieAtTheRootOneLayerEach() throws Exception {
    var built = build("oci:" + temporary.resolve("oci"));
    assertThat(built.exitCode()).as(built.err()).isZero();
    var image = new OciImage(temporary.resolve("oci"));
    assertThat(built.lastLine()).isEqualTo(image.digest()).startsWith("sha256:");
    assertThat(image.manifest().path("mediaType").asText())
        .isEqualTo("application/vnd.oci.image.manifest.v1+json");
    assertThat(image.layers()).hasSize(4);
    assertThat(image.layers().stream().flatMap(List::stream))
        .extracting(
            OciImage.Entry::name,
            OciImage.Entry::mode,
            OciImage.Entry::uid,
            OciImage.Entry::gid,
            OciImage.Entry::seconds,
            OciImage.Entry::content)
        .containsExactlyElementsOf(
            FILES.stream()
                .map(name -> tuple(name, 0444, 0L, 0L, 1L, "content of " + name))
                .toList());
  }

  @Test
  void everyLayerSaysAsModelPackDoesWhichFileItHolds() throws Exception {
    build("oci:" + temporary.resolve("oci"));
    var image = new OciImage(temporary.resolve("oci"));
    assertThat(image.manifest().path("layers").valueStream())
        .extracting(layer -> layer.at("/annotations/org.cncf.model.filepath").asText())
        .containsExactlyElementsOf(FILES);
    assertThat(temporary.resolve("oci/blobs/sha256/" + image.digest().substring(7)))
        .hasSize(
            new JsonMapper()
                .readTree(temporary.resolve("oci/index.json").toFile())
                .at("/manifests/0/size")
                .longValue());
    try (var blobs = Files.list(temporary.resolve("oci/blobs/sha256"))) {
      assertThat(blobs).as("manifest, configuration, layers").hasSize(6);
    }
  }

  @Test
  void theTarHoldsTheLayoutItself() throws Exception {
    build("oci:" + temporary.resolve("oci"));
    build("tar:" + temporary.resolve("deep/er/one.tar"));
    var unpacked = temporary.resolve("unpacked");
    try (var tar =
        new TarArchiveInputStream(Files.newInputStream(temporary.resolve("deep/er/one.tar")))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var file = unpacked.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(tar, file);
      }
    }
    assertThat(new OciImage(unpacked).layers())
        .isEqualTo(new OciImage(temporary.resolve("oci")).layers());
    assertThat(unpacked.resolve("oci-layout")).isRegularFile();
  }

  @Test
  void theSameModelGivesTheSameDigest() {
    assertThat(build("oci:" + temporary.resolve("a")).lastLine())
        .isEqualTo(build("tar:" + temporary.resolve("b.tar")).lastLine());
  }

  @Test
  void anythingMoreOrLessIsRefused() throws Exception {
    Files.writeString(model.resolve("notes.txt"), "x");
    assertThat(build("oci:x").refusal()).contains("notes.txt").contains("exactly");
    Files.delete(model.resolve("notes.txt"));
    Files.delete(model.resolve("model.sig"));
    assertThat(build("oci:x").refusal()).contains("has no model.sig");
    Files.createSymbolicLink(model.resolve("model.sig"), temporary.resolve("elsewhere"));
    assertThat(build("oci:x").refusal()).contains("not a regular file");
  }

  @Test
  void whatIsNoDirectoryIsRefused() {
    model = temporary.resolve("none");
    assertThat(build("oci:x").refusal()).contains("none").contains("martello seal");
  }

  @Test
  void aTreeOfFilesIsWhatItIsAlready() {
    var wrong = build("dir:" + temporary.resolve("tree"));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("directory already");
  }

  private Invocation build(String to) {
    return Invocation.of("image", "model", model, "--to", to);
  }
}
