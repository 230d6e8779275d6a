package dev.martello.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that others wrote, from PyPI, in a virtual environment that is made once and kept below
 * {@code target}. Where it can't be made, tests are skipped and say so.
 */
public final class PythonClients {
  private static final Path HOME = Path.of("target", "python-clients").toAbsolutePath();
  private static final Path PYTHON = HOME.resolve("bin").resolve("python");
  private static final List<String> PACKAGES =
      List.of(
          "tritonclient[http,grpc]==2.73.0", "ml_dtypes==0.5.3", "grpcio-health-checking==1.76.0");
  private static final String MADE = "made";

  private static boolean tried;

  private PythonClients() {}

  /** Runs a script of {@code src/test/resources/clients}; it must end well. */
  public static void run(String script, Object... arguments) throws Exception {
    install();
    List<String> command = new ArrayList<>();
    command.add(PYTHON.toString());
    command.add(Path.of("src", "test", "resources", "clients", script).toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Tried once; what failed once would fail for every test, each time after a long wait. */
  private static synchronized void install() throws Exception {
    if (!Files.exists(HOME.resolve(MADE)) && !tried) {
      tried = true;
      if (succeeds(300, "python3", "-m", "venv", HOME.toString())
          && succeeds(900, pip().toArray(String[]::new))) {
        Files.createFile(HOME.resolve(MADE));
      }
    }
    assumeTrue(
        Files.exists(HOME.resolve(MADE)),
        "skipped: " + PACKAGES + " can't be installed here (python3, venv, PyPI)");
  }

  private static List<String> pip() {
    List<String> command =
        new ArrayList<>(List.of(PYTHON.toString(), "-m", "pip", "install", "-q"));
    command.addAll(PACKAGES);
    return command;
  }

  private static boolean succeeds(int seconds, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(seconds, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroy();
      return false;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
