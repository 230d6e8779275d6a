package dev.martello.cli.image.content;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImageFileTest {
  @Test
  void noImageHoldsASetuidFile() {
    assertThatThrownBy(() -> new ImageFile("/bin/su", Path.of("su"), 04755))
        .hasMessageContaining("setuid");
  }

  @Test
  void pathsAreAbsolute() {
    assertThatThrownBy(() -> new ImageFile("bin/java", Path.of("java"), 0755))
        .hasMessageContaining("not absolute");
  }
}
