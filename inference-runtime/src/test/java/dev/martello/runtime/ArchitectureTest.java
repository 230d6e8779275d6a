package dev.martello.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.martello.runtime");

  /** Above all no Kubernetes client: the runtime knows only files, ports and signals. */
  @Test
  void dependsOnNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.martello.runtime..",
            "dev.martello.sealedmodel",
            "ai.onnxruntime..",
            "com.fasterxml.jackson..",
            "io.netty..",
            "org.bouncycastle..",
            "org.jspecify..",
            "java..",
            "javax.net.ssl..")
        .check(MAIN);
  }

  @Test
  void keepsWhatOthersNeedFreeOfServerAndEngine() {
    noClasses()
        .that()
        .resideInAPackage("..http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnxruntime..", "dev.martello.sealedmodel", "..management..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage("..tensor..", "..protocol..", "..model..", "..settings..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "..http..", "..tls..")
        .check(MAIN);
  }

  @Test
  void hasNoPackagesInACircle() {
    slices().matching("dev.martello.runtime.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void hasNoLongFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty().allMatch(file -> lines(file) <= 250);
      List<Long> lengths = sources.stream().map(ArchitectureTest::lines).sorted().toList();
      assertThat(lengths.get(lengths.size() / 2)).as("median").isLessThan(70);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its image has this module's class path, less the tests' own. */
  @Test
  void keylessSignaturesStayOnTheCommandLine() {
    assertThatThrownBy(() -> Class.forName("dev.sigstore.KeylessVerifier"))
        .isInstanceOf(ClassNotFoundException.class);
  }
}
