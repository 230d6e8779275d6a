package dev.martello.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLI =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.martello.cli");

  @Test
  void knowsNothingOfTheOperatorButItsJars() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.martello.cli.report.CheckTexts")
        .and()
        .resideOutsideOfPackage("dev.martello.cli.audit")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.martello.operator..", "dev.martello.embedded..")
        .check(CLI);
  }

  @Test
  void reportsTakeTheTextsOfTheCatalogAndNothingElse() {
    noClasses()
        .that()
        .haveFullyQualifiedName("dev.martello.cli.report.CheckTexts")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.martello.operator..")
                .and(not(resideInAPackage("dev.martello.operator.findings"))))
        .check(CLI);
  }

  @Test
  void auditTakesTheFormatOfTheTrailAndNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("dev.martello.cli.audit")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.martello.operator..")
                .and(not(resideInAPackage("dev.martello.operator.audit"))))
        .check(CLI);
  }

  @Test
  void whatAnImageConsistsOfIsPlainValues() {
    classes()
        .that()
        .resideInAPackage("..image.content..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "..image.content..", "java.lang..", "java.util..", "java.nio.file", "org.jspecify..")
        .check(CLI);
  }

  @Test
  void onlyOnePackageKnowsJib() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..image.build..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.cloud.tools.jib..")
        .check(CLI);
  }

  @Test
  void imagesAreBuiltWithoutOpeningModels() {
    noClasses()
        .that()
        .resideInAPackage("..cli.image..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.martello.sealedmodel..",
            "dev.martello.runtime..",
            "dev.martello.cli.model..",
            "dev.martello.cli.keys..")
        .check(CLI);
  }

  @Test
  void noFileIsLongerThan250Lines() throws IOException {
    try (var sources = Files.walk(Path.of("src/main"))) {
      for (var source : sources.filter(Files::isRegularFile).toList()) {
        if (source.toString().endsWith(".classlist")) {
          continue; // written by Java
        }
        assertThat(Files.readAllLines(source)).as(source.toString()).hasSizeLessThanOrEqualTo(250);
      }
    }
  }
}
