package dev.martello.cli.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DebianPackageTest {
  @Test
  void thePinsCanBeReadAndHoldTheCLibrary() {
    assertThat(DebianPackage.pinned())
        .extracting(DebianPackage::name)
        .contains("libc6", "libgcc-s1", "libstdc++6");
  }

  @Test
  void aPinIsFourFields() {
    var sha256 = "ab".repeat(32);
    assertThat(DebianPackage.parse("# why\n\nzlib1g  1:1.2 amd64 " + sha256))
        .containsExactly(new DebianPackage("zlib1g", "1:1.2", "amd64", sha256))
        .extracting(DebianPackage::aptName)
        .containsExactly("zlib1g:amd64=1:1.2");
    assertThatThrownBy(() -> DebianPackage.parse("zlib1g 1:1.2 amd64"))
        .hasMessageContaining("zlib1g 1:1.2 amd64");
    assertThatThrownBy(() -> DebianPackage.parse("zlib1g 1:1.2 amd64 abc"))
        .hasMessageContaining("abc");
  }
}
