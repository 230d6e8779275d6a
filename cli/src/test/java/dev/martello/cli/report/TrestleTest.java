package dev.martello.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * compliance-trestle reads what the golden files hold. It is installed from PyPI once, below {@code
 * target}; where it can't be, the tests are skipped and say so.
 */
class TrestleTest {
  private static final String PACKAGE = "compliance-trestle==5.2.0";
  private static final Path HOME = Path.of("target", "trestle").toAbsolutePath();
  private static final Path PYTHON = HOME.resolve("bin").resolve("python");
  private static final Path GOLDEN = Path.of("src/test/resources/report");

  @TempDir private Path directory;

  @Test
  void acceptsAllDocuments() throws Exception {
    install();
    assertThat(check(GOLDEN))
        .contains("accepted: 2 results, every objective planned, ")
        .endsWith(" clauses in catalog, profile and components\n");
  }

  @Test
  void refusesAStateThatOscalDoesNotKnow() throws Exception {
    install();
    var results = Files.readString(GOLDEN.resolve("assessment-results.json"));
    Files.writeString(
        directory.resolve("assessment-results.json"),
        results.replace("\"not-satisfied\"", "\"manual\""));
    Files.copy(GOLDEN.resolve("assessment-plan.json"), directory.resolve("assessment-plan.json"));
    assertThat(check(directory))
        .doesNotContain("accepted:")
        .doesNotContain("ModuleNotFoundError")
        .contains("state");
  }

  private static String check(Path documents) throws Exception {
    var script = GOLDEN.resolve("trestle_check.py").toString();
    return run(120, PYTHON.toString(), script, documents.toString()).said();
  }

  private static void install() throws Exception {
    var marker = HOME.resolve("made");
    if (Files.exists(marker)) {
      return;
    }
    boolean made =
        run(60, "python3", "-m", "venv", HOME.toString()).ended()
            && run(300, PYTHON.toString(), "-m", "pip", "install", "-q", PACKAGE).ended();
    assumeTrue(made, "skipped: " + PACKAGE + " can't be installed here (python3, venv, PyPI)");
    Files.createFile(marker);
  }

  private record Run(boolean ended, String said) {}

  private static Run run(int seconds, String... command) throws Exception {
    try {
      var log = Files.createTempFile("trestle", ".log");
      var process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroy();
      }
      var said = Files.readString(log, StandardCharsets.UTF_8);
      Files.delete(log);
      return new Run(ended && process.exitValue() == 0, said);
    } catch (IOException e) {
      return new Run(false, e.toString()); // no such program
    }
  }
}
