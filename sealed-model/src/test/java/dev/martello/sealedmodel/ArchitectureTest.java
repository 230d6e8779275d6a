package dev.martello.sealedmodel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final int MAX_LINES = 250;
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.martello.sealedmodel");

  @Test
  void theModuleKnowsNeitherKubernetesNorOnnxRuntimeNorOtherModules() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.crypto..",
            "javax.security.auth.x500",
            "dev.martello.sealedmodel..",
            "com.fasterxml.jackson..",
            "org.bouncycastle..",
            "org.jspecify..")
        .check(MAIN);
  }

  /** Without "Auth" in their names these can give out ciphertext as content; see WrappedKeyTest. */
  @Test
  void onlyAuthEnvelopedRecipientsAreUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(".*\\.Jce(KEK|KEM|KeyAgree|KeyTrans|Password)EnvelopedRecipient")
        .check(MAIN);
  }

  @Test
  void noMainFilePassesTheBound() throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(Path.of("src/main"))) {
      files = tree.filter(file -> file.toString().endsWith(".java")).toList();
    }
    assertThat(files).isNotEmpty();
    for (Path file : files) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MAX_LINES);
    }
  }
}
