package dev.martello.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every format, from two deployments. Conditions, findings and evidence of breast-cancer are those
 * that docs/walkthrough.md recorded on a real node; ids, times and all controls of wrong-key are
 * made up. {@code -Dregenerate} writes the golden files anew.
 */
class ReportGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/report");

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "html, report.html",
    "csv, report.csv",
    "markdown, report.md",
    "oscal, assessment-results.json",
    "oscal-plan, assessment-plan.json",
    "oscal-catalog, catalog.json",
    "oscal-profile, profile.json",
    "oscal-components, component-definition.json"
  })
  void isTheGoldenFile(String format, String file) throws Exception {
    var written = directory.resolve(file);
    var run =
        Invocation.of(
            "report",
            GOLDEN.resolve("deployments.json"),
            "--format",
            format,
            "--time",
            "2026-11-23T12:40:00Z",
            "--out",
            written);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lastLine()).isEqualTo("wrote " + written + " (2 deployments)");
    if (System.getProperty("regenerate") != null) {
      Files.copy(written, GOLDEN.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(written).hasSameTextualContentAs(GOLDEN.resolve(file));
  }
}
