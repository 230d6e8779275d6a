package dev.martello.operator.findings;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rendering, judging and status are pure: no client, no clock, no framework. */
class PurityTest {
  private static final String[] PURE = {
    "dev.martello.operator.desired..",
    "dev.martello.operator.observed..",
    "dev.martello.operator.findings..",
    "dev.martello.operator.status.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.martello.operator");

  @Test
  void noClientNoFrameworkNoFilesNoNetwork() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are a client, a framework, files, network or threads", PurityTest::impure))
        .check(CLASSES);
  }

  /** CustomResource is where our own resources come from; it holds no connection. */
  private static boolean impure(JavaClass type) {
    String name = type.getName();
    return (name.startsWith("io.fabric8.kubernetes.client.")
            && !name.equals("io.fabric8.kubernetes.client.CustomResource"))
        || Stream.of(
                "io.javaoperatorsdk.",
                "java.io.File",
                "java.nio.file.",
                "java.net.",
                "java.lang.Thread",
                "java.util.concurrent.",
                "java.util.Random",
                "org.slf4j.",
                "java.util.logging.")
            .anyMatch(name::startsWith);
  }

  @Test
  void noClock() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(CLASSES);
  }

  @Test
  void theInnerDoesNotKnowTheOuter() {
    String root = "dev.martello.operator.";
    noClasses()
        .that()
        .resideInAPackage(root + "observed..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(root + "desired..", root + "findings..", root + "status..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(root + "desired..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(root + "findings..", root + "status..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(root + "findings..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(root + "status..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of the rim",
                type ->
                    type.getName().startsWith(root)
                        && Stream.of("desired.", "observed.", "findings.", "status.")
                            .noneMatch(p -> type.getName().startsWith(root + p))))
        .check(CLASSES);
  }

  @Test
  void noFileIsLongerThan250Lines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> tooLong =
          files.filter(f -> f.toString().endsWith(".java")).filter(f -> lines(f) > 250).toList();
      assertThat(tooLong).isEmpty();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
