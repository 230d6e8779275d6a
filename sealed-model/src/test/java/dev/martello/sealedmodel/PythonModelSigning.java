package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The reference client of Model Signing, installed from PyPI into {@code target/model-signing} when
 * it is first asked for.
 */
public final class PythonModelSigning {
  private static final Path HOME = Path.of("target/model-signing");
  private static final Path PYTHON = HOME.resolve("bin/python").toAbsolutePath();

  private PythonModelSigning() {}

  /** Skips the test, with a line that says so, where it cannot be installed. */
  public static void assumeHere() throws IOException {
    if (run(List.of(PYTHON.toString(), "-c", "import model_signing")) != 0) {
      Files.createDirectories(HOME);
      run(List.of("python3", "-m", "venv", HOME.toString()));
      run(
          List.of(
              PYTHON.toString(),
              "-m",
              "pip",
              "install",
              "--quiet",
              "--disable-pip-version-check",
              "model-signing==1.1.1",
              "pyOpenSSL==26.4.0"));
    }
    assumeTrue(
        run(List.of(PYTHON.toString(), "-c", "import model_signing")) == 0,
        "skipped: model-signing cannot be installed from PyPI, so the comparison is not made");
  }

  /** The exit code of {@code model_signing} with these arguments. */
  public static int modelSigning(Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "-m", "model_signing"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(command);
  }

  /** Runs a script that must succeed. */
  public static void script(String script, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON.toString(), "-c", script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    assertThat(run(command)).as(script).isZero();
  }

  private static int run(List<String> command) throws IOException {
    if (command.getFirst().equals(PYTHON.toString()) && !Files.isExecutable(PYTHON)) {
      return -1;
    }
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(HOME.resolve("output").toFile()))
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      return -1; // no such program
    }
  }
}
