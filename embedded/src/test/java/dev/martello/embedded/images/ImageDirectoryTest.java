package dev.martello.embedded.images;

import static dev.martello.embedded.TestImages.entry;
import static dev.martello.embedded.TestImages.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.embedded.TestImages;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDirectoryTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unpacksDirectoriesAndFiles(boolean gzip) throws Exception {
    String longName = "deep/" + "x".repeat(120);
    byte[] layer =
        tar(
            entry("dir/", '5', ""),
            entry("dir/file", '0', "content"),
            entry("pax", 'x', "134 path=" + longName + "\n"),
            entry("short", '0', "long"));
    String reference = TestImages.write(temp.resolve("images/one"), layer, gzip);

    new ImageDirectory(temp.resolve("images")).unpack(reference, target());

    assertThat(target().resolve("dir/file")).hasContent("content");
    assertThat(target().resolve(longName)).hasContent("long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/../evil", "dir/../../evil"})
  void refusesAPathThatLeadsOut(String name) throws Exception {
    String reference =
        TestImages.write(temp.resolve("images/one"), tar(entry(name, '0', "x")), false);

    assertThatThrownBy(() -> new ImageDirectory(temp.resolve("images")).unpack(reference, target()))
        .isInstanceOf(ImageUnreadable.class)
        .hasMessageContaining("leads out");
    assertThat(temp.resolve("evil")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '6'})
  void refusesLinksAndDevices(char type) throws Exception {
    String reference =
        TestImages.write(temp.resolve("images/one"), tar(entry("link", type, "")), false);

    assertThatThrownBy(() -> new ImageDirectory(temp.resolve("images")).unpack(reference, target()))
        .isInstanceOf(ImageUnreadable.class)
        .hasMessageContaining("neither file nor directory");
  }

  @Test
  void refusesABlobThatIsNotWhatItsDigestSays() throws Exception {
    Path layout = temp.resolve("images/one");
    String reference = TestImages.write(layout, tar(entry("f", '0', "x")), false);
    Path manifest = TestImages.blobPath(layout, reference.substring(reference.indexOf('@') + 1));
    Files.writeString(manifest, Files.readString(manifest) + " ");

    assertThatThrownBy(() -> new ImageDirectory(temp.resolve("images")).unpack(reference, target()))
        .isInstanceOf(ImageUnreadable.class)
        .hasMessageContaining("other bytes");
  }

  @Test
  void refusesATagAndAnUnknownDigest() {
    ImageDirectory images = new ImageDirectory(temp.resolve("images"));

    assertThatThrownBy(() -> images.unpack("models/example:latest", target()))
        .hasMessageContaining("without a digest");
    assertThatThrownBy(() -> images.unpack("m@sha256:" + "0".repeat(64), target()))
        .hasMessageContaining("not found");
  }

  private Path target() {
    return temp.resolve("target");
  }
}
