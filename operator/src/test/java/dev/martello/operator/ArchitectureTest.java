package dev.martello.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the packages: pure in the middle, effects at the rim. */
class ArchitectureTest {
  private static final String[] PURE = {
    "dev.martello.operator.desired..",
    "dev.martello.operator.observed..",
    "dev.martello.operator.findings..",
    "dev.martello.operator.status..",
    "dev.martello.operator.audit..",
    "dev.martello.operator.fleet.."
  };
  private static final String[] RIM = {
    "dev.martello.operator.cluster..",
    "dev.martello.operator.callers..",
    "dev.martello.operator.certificates..",
    "dev.martello.operator.evidence..",
    "dev.martello.operator.reconcile..",
    "dev.martello.operator.health.."
  };
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.martello.operator");

  @Test
  void pureKnowsNoRim() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(RIM)
        .check(MAIN);
  }

  @Test
  void pureHasNoClientNoFrameworkAndNoCrypto() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client..",
            "io.javaoperatorsdk..",
            "org.bouncycastle..",
            "javax.net.ssl..",
            "java.net..",
            "java.nio.file..")
        .check(MAIN);
  }

  @Test
  void pureHasNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(MAIN);
  }

  @Test
  void partsOfTheRimKnowOnlyWhatTheyNeed() {
    noClasses()
        .that()
        .resideInAPackage("dev.martello.operator.evidence..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javaoperatorsdk..", "io.fabric8.kubernetes.client..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.martello.operator.certificates..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bouncycastle..", "java.security.interfaces..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAPackage("dev.martello.operator.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.martello.operator.evidence..",
            "dev.martello.operator.findings..",
            "dev.martello.operator.status..",
            "dev.martello.operator.reconcile..")
        .check(MAIN);
  }

  @Test
  void embeddedIsForTestsOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.martello.embedded..")
        .check(MAIN);
  }

  @Test
  void noFileIsLong() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      List<Path> all = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(all)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(250));
    }
  }

  /** Its image has this module's class path, less the tests' own. */
  @Test
  void keylessSignaturesStayOnTheCommandLine() {
    assertThatThrownBy(() -> Class.forName("dev.sigstore.KeylessVerifier"))
        .isInstanceOf(ClassNotFoundException.class);
  }
}
