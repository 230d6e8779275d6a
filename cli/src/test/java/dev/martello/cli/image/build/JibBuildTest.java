package dev.martello.cli.image.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.UserCache;
import dev.martello.cli.image.content.ImageContent;
import dev.martello.cli.image.content.ImageFile;
import dev.martello.cli.image.content.ImageLayer;
import dev.martello.cli.image.content.ImageSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JibBuildTest {
  @TempDir private Path temporary;

  @Test
  void theSameContentGivesTheSameDigestWhereverAndWheneverItIsBuilt() throws Exception {
    var first =
        build(
            content(Files.createDirectory(temporary.resolve("a")), 1_000_000, false),
            "oci:" + temporary.resolve("one"));
    var second =
        build(
            content(Files.createDirectory(temporary.resolve("b")), 2_000_000, true),
            "oci:" + temporary.resolve("two"));
    assertThat(second).isEqualTo(first).startsWith("sha256:");
    assertThat(temporary.resolve("one/index.json"))
        .hasSameTextualContentAs(temporary.resolve("two/index.json"));
  }

  @Test
  void everyEntryHasItsModeAndAFixedOwnerAndTime() throws Exception {
    var digest = build(content(temporary, 3_000_000, false), "oci:" + temporary.resolve("one"));
    var image = new OciImage(temporary.resolve("one"));
    assertThat(image.digest()).isEqualTo(digest);
    assertThat(image.layers()).hasSize(2);
    assertThat(image.layers().getFirst())
        .filteredOn(OciImage.Entry::file)
        .extracting(OciImage.Entry::name, OciImage.Entry::mode, OciImage.Entry::content)
        .containsExactly(
            tuple("opt/bin/java", 0755, "program"), tuple("opt/lib/modules", 0644, "modules"));
    assertThat(image.layers().getLast())
        .extracting(OciImage.Entry::name)
        .containsExactly("martello/", "martello/key/", "martello/model/");
    assertThat(image.layers().stream().flatMap(List::stream))
        .allSatisfy(
            entry -> {
              assertThat(List.of(entry.uid(), entry.gid(), entry.seconds()))
                  .as(entry.name())
                  .containsExactly(0L, 0L, 1L);
              assertThat(entry.mode()).isEqualTo(entry.file() ? entry.mode() & 0755 : 0755);
            });
  }

  @Test
  void theSettingsAreInTheImage() throws Exception {
    build(content(temporary, 3_000_000, false), "oci:" + temporary.resolve("one"));
    var config = new OciImage(temporary.resolve("one")).config();
    assertThat(config.at("/config/User").asText()).isEqualTo("65532:65532");
    assertThat(config.at("/config/WorkingDir").asText()).isEqualTo("/martello");
    assertThat(config.at("/config/Env/0").asText()).isEqualTo("A=1");
    assertThat(config.at("/config/Entrypoint/0").asText()).isEqualTo("/opt/bin/java");
    assertThat(config.path("created").asText()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(config.path("architecture").asText()).isEqualTo("amd64");
  }

  @Test
  void aTarFileHoldsTheSameImage() throws Exception {
    var content = content(temporary, 3_000_000, false);
    var tar = temporary.resolve("deep/er/image.tar");
    assertThat(build(content, "tar:" + tar))
        .isEqualTo(build(content, "oci:" + temporary.resolve("one")));
    assertThat(tar).isRegularFile();
  }

  @Test
  void anEarlierLayoutIsReplacedAndNothingElse() throws Exception {
    var content = content(temporary, 3_000_000, false);
    var layout = temporary.resolve("one");
    build(content, "oci:" + layout);
    Files.writeString(layout.resolve("left-over"), "x");
    build(content, "oci:" + layout);
    assertThat(layout.resolve("left-over")).doesNotExist();

    var mine = Files.createDirectory(temporary.resolve("mine"));
    Files.writeString(mine.resolve("file"), "mine");
    assertThatThrownBy(() -> build(content, "oci:" + mine))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("something else");
    assertThat(mine.resolve("file")).hasContent("mine");
  }

  @Test
  void whatTheRegistryForbidsIsARefusalThatNamesIt() throws Exception {
    try (var registry = new ForbiddingRegistry()) {
      var destination = Destination.parse("127.0.0.1:" + registry.port() + "/martello/x");
      var build =
          new JibBuild(new UserCache(temporary.resolve("cache")), new BaseImage.Scratch(), true);
      var content = content(temporary, 3_000_000, false);
      assertThatThrownBy(() -> build.build(content, destination))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("the image was not built")
          .hasMessageContaining("403");
    }
  }

  private String build(ImageContent content, String to) throws Exception {
    var cache = new UserCache(temporary.resolve("cache"));
    return new JibBuild(cache, new BaseImage.Scratch(), false)
        .build(content, Destination.parse(to));
  }

  private static ImageContent content(Path folder, long seconds, boolean reversed)
      throws Exception {
    var program = Files.writeString(folder.resolve("program"), "program");
    var modules = Files.writeString(folder.resolve("modules"), "modules");
    Files.setLastModifiedTime(program, FileTime.fromMillis(seconds * 1000));
    var files =
        List.of(
            new ImageFile("/opt/bin/java", program, 0755),
            new ImageFile("/opt/lib/modules", modules, 0644));
    var directories = List.of("/martello", "/martello/model", "/martello/key");
    return new ImageContent(
        "martello-test",
        List.of(
            ImageLayer.ofFiles("java", reversed ? files.reversed() : files),
            new ImageLayer(
                "martello", List.of(), reversed ? directories.reversed() : directories, Map.of())),
        new ImageSettings(
            List.of("/opt/bin/java"), Map.of("A", "1"), "65532:65532", "/martello", Map.of()));
  }
}
