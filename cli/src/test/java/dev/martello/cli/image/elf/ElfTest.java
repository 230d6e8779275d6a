package dev.martello.cli.image.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ElfTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  @TempDir private Path temporary;

  @Test
  @EnabledOnOs(OS.LINUX)
  void javasOwnLibrariesSayWhatTheyNeed() throws IOException {
    var jvm = DynamicSection.of(JAVA.resolve("lib/server/libjvm.so")).orElseThrow();
    assertThat(jvm.soname()).isEqualTo("libjvm.so");
    assertThat(jvm.needed()).contains("libc.so.6");
    assertThat(jvm.neededVersions()).anyMatch(version -> version.startsWith("GLIBC_2."));
    assertThat(jvm.offeredVersions()).contains("SUNWprivate_1.1");
    assertThat(DynamicSection.of(JAVA.resolve("bin/java")).orElseThrow().needed())
        .contains("libjli.so");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void strippingChangesNothingThatIsLoaded() throws IOException {
    for (var name : new String[] {"lib/server/libjvm.so", "lib/libjava.so", "bin/java"}) {
      var file = Files.copy(JAVA.resolve(name), temporary.resolve(name.replace('/', '-')));
      file.toFile().setWritable(true);
      var before = DynamicSection.of(file);
      long size = Files.size(file);
      ElfStrip.strip(file);
      assertThat(Files.size(file)).isLessThan(size);
      assertThat(DynamicSection.of(file)).isEqualTo(before);
      assertThat(ElfFile.read(file).segments())
          .isEqualTo(ElfFile.read(JAVA.resolve(name)).segments());
      long stripped = Files.size(file);
      ElfStrip.strip(file);
      assertThat(file).hasSize(stripped);
    }
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    var text = Files.writeString(temporary.resolve("text"), "no ELF");
    ElfStrip.strip(text);
    assertThat(text).hasContent("no ELF");
    assertThat(DynamicSection.of(text)).isEmpty();
    assertThat(DynamicSection.of(Files.createFile(temporary.resolve("empty")))).isEmpty();
  }

  @Test
  void whatIsCutOffIsSaidToBe() throws IOException {
    var cut = Files.write(temporary.resolve("cut"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0});
    assertThatThrownBy(() -> DynamicSection.of(cut))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut off");
  }
}
