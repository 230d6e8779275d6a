package dev.martello.cli.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.elf.DynamicSection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LibraryChoiceTest {
  private static final Library LIBC =
      library("libc.so.6", List.of("ld.so"), Set.of("GLIBC_2.17", "GLIBC_2.36"));
  private static final Library LD = library("ld.so", List.of(), Set.of());
  private static final Library CPP =
      library("libstdc++.so.6", List.of("libm.so.6", "libc.so.6"), Set.of());
  private static final Library LIBM = library("libm.so.6", List.of("libc.so.6"), Set.of());
  private static final Library UNUSED = library("libz.so.1", List.of("libc.so.6"), Set.of());
  private static final List<Library> OFFERED = List.of(LIBC, LD, CPP, LIBM, UNUSED);

  @Test
  void whatIsNeededAndWhatThatNeedsAndNotOneMore() throws Refusal {
    var present =
        Map.of(
            "/opt/lib/libort.so",
            needing("libort.so", List.of("libstdc++.so.6"), Set.of("GLIBC_2.17")));
    assertThat(LibraryChoice.choose(present, OFFERED))
        .containsExactlyInAnyOrder(CPP, LIBM, LIBC, LD);
  }

  @Test
  void whatIsThereAlreadyIsNotChosen() throws Refusal {
    var present =
        Map.of(
            "/opt/bin/java", needing("", List.of("libjli.so"), Set.of()),
            "/opt/lib/libjli.so", needing("libjli.so", List.of("libz.so.1"), Set.of()),
            "/opt/lib/libz.so", needing("libz.so.1", List.of(), Set.of()));
    assertThat(LibraryChoice.choose(present, OFFERED)).isEmpty();
  }

  @Test
  void aLibraryThatNoPackageHasIsNamedWithWhoNeedsIt() {
    var present = Map.of("/opt/bin/java", needing("", List.of("libmystery.so"), Set.of()));
    assertThatThrownBy(() -> LibraryChoice.choose(present, OFFERED))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("/opt/bin/java needs libmystery.so")
        .hasMessageContaining("--base");
  }

  @Test
  void aLibraryThatIsTooOldIsSeenBeforeTheImageRuns() {
    var present = Map.of("/opt/bin/java", needing("", List.of("libc.so.6"), Set.of("GLIBC_2.38")));
    assertThatThrownBy(() -> LibraryChoice.choose(present, OFFERED))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("/opt/bin/java needs GLIBC_2.38");
  }

  private static Library library(String soname, List<String> needed, Set<String> offeredVersions) {
    return new Library(
        Path.of(soname), new DynamicSection(soname, needed, Set.of(), offeredVersions), "package");
  }

  private static DynamicSection needing(String soname, List<String> needed, Set<String> versions) {
    return new DynamicSection(soname, needed, versions, Set.of());
  }
}
