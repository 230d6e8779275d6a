package dev.martello.optimizer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

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
          .importPackages("dev.martello.optimizer");

  @Test
  void dependsOnNothingElse() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.martello.optimizer..",
            "dev.martello.runtime.evaluation.data..",
            "dev.martello.runtime.evaluation.metric..",
            "ai.onnxruntime..",
            "onnx..",
            "com.google.protobuf..",
            "org.jspecify..",
            "java..")
        .check(MAIN);
  }

  @Test
  void onlyTheEngineKnowsOnnxRuntime() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.onnxruntime..")
        .check(MAIN);
  }

  /** What changes models can't see the rows that they are judged on. */
  @Test
  void onlyTheSearchAndTheReportSeeUnseenRows() {
    noClasses()
        .that()
        .resideInAnyPackage("..quantize..", "..prune..", "..engine..", "..graph..")
        .should()
        .dependOnClassesThat()
        .haveSimpleName("Unseen")
        .check(MAIN);
  }

  @Test
  void hasNoPackagesInACircle() {
    slices().matching("dev.martello.optimizer.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void hasNoLongFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      List<Long> lengths =
          files.filter(Files::isRegularFile).map(ArchitectureTest::lines).sorted().toList();
      assertThat(lengths).isNotEmpty().allMatch(length -> length <= 250);
      assertThat(lengths.get(lengths.size() / 2)).as("median").isLessThan(80);
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
