package dev.martello.embedded;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.martello.embedded");

  @Test
  void dependsOnNoOtherModule() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.martello.operator..",
            "dev.martello.runtime..",
            "dev.martello.sealedmodel..",
            "dev.martello.crds..",
            "dev.martello.cli..")
        .check(CLASSES);
  }

  @Test
  void theServerKnowsNoNode() {
    noClasses()
        .that()
        .resideInAPackage("..apiserver..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.martello.embedded.node..",
            "dev.martello.embedded.quickstart..",
            "dev.martello.embedded.images..")
        .check(CLASSES);
    SlicesRuleDefinition.slices()
        .matching("dev.martello.embedded.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void noFileIsLongerThan250Lines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      List<Path> tooLong =
          files.filter(Files::isRegularFile).filter(ArchitectureTest::isTooLong).toList();
      assertThat(tooLong).isEmpty();
    }
  }

  private static boolean isTooLong(Path file) {
    try {
      return Files.readAllLines(file).size() > 250;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
