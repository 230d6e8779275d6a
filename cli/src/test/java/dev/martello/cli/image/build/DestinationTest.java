package dev.martello.cli.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  @Test
  void filesAndDirectories() {
    assertThat(Destination.parse("tar:a/b.tar"))
        .isEqualTo(new Destination.TarFile(Path.of("a/b.tar")));
    assertThat(Destination.parse("oci:a:b"))
        .isEqualTo(new Destination.OciDirectory(Path.of("a:b")));
    assertThat(Destination.parse("dir:/a"))
        .isEqualTo(new Destination.StagedDirectory(Path.of("/a")));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:5000/martello/runtime,localhost:5000/martello/runtime,latest",
    "registry.example.com/a_b/c-d:1.2,registry.example.com/a_b/c-d,1.2",
    "10.0.0.1:5000/x:v1,10.0.0.1:5000/x,v1",
    "localhost/x,localhost/x,latest",
    "node:5000/x,node:5000/x,latest"
  })
  void registries(String text, String name, String tag) {
    assertThat(Destination.parse(text)).isEqualTo(new Destination.Registry(name, tag));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tar:",
        "oci:",
        "dir:",
        "martello",
        "library/martello",
        "localhost:5000",
        "localhost:5000/",
        "a.b/C",
        "a.b/c@sha256:00",
        "https://a.b/c"
      })
  void anythingElseIsRefusedWithWhatWouldDo(String text) {
    assertThatThrownBy(() -> Destination.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("REGISTRY/NAME[:TAG]");
  }

  @Test
  void aBaseMustHaveADigest() {
    var pinned = "gcr.io/distroless/cc-debian12@sha256:" + "0a".repeat(32);
    assertThat(BaseImage.parse(pinned)).isEqualTo(new BaseImage.Pinned(pinned));
    assertThatThrownBy(() -> BaseImage.parse("gcr.io/distroless/cc-debian12:nonroot"))
        .hasMessageContaining("no digest");
    assertThatThrownBy(() -> BaseImage.parse("x@sha256:12")).hasMessageContaining("no digest");
  }
}
