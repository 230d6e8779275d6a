package dev.martello.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.martello.cli.Invocation;
import dev.martello.cli.image.build.OciImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
