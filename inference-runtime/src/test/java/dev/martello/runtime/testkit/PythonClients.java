package dev.martello.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that others wrote, from PyPI, each in a virtual environment that is made once and kept
 * below {@code target}. Where it can't be made, tests are skipped and say so.
 */
public enum PythonClients {
  TRITON(
      "python-clients",
      "tritonclient[http,grpc]==2.73.0",
      "ml_dtypes==0.5.3",
      "grpcio-health-checking==1.76.0"),
  KSERVE("kserve-client", "kserve==0.15.2", "httpx[http2]==0.27.2", "grpcio==1.76.0");

  private static final String MADE = "made";

  private final Path home;
  private final List<String> packages;
  private boolean tried;

  PythonClients(String directory, String... packages) {
    this.home = Path.of("target", directory).toAbsolutePath();
    this.packages = List.of(packages);
  }

  /** Runs a script of {@code src/test/resources/clients}; it must end well. */
  public void run(String script, Object... arguments) throws Exception {
    install();
    List<String> command = new ArrayList<>();
    command.add(python());
    command.add(Path.of("src", "test", "resources", "clients", script).toString());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private String python() {
    return home.resolve("bin").resolve("python").toString();
  }

  /** Tried once; what failed once would fail for every test, each time after a long wait. */
  private synchronized void install() throws Exception {
    if (!Files.exists(home.resolve(MADE)) && !tried) {
      tried = true;
      if (Commands.succeeds(300, "python3", "-m", "venv", home.toString())
          && Commands.succeeds(900, pip().toArray(String[]::new))) {
        Files.createFile(home.resolve(MADE));
      }
    }
    assumeTrue(
        Files.exists(home.resolve(MADE)),
        "skipped: " + packages + " can't be installed here (python3, venv, PyPI)");
  }

  private List<String> pip() {
    List<String> command = new ArrayList<>(List.of(python(), "-m", "pip", "install", "-q"));
    command.addAll(packages);
    return command;
  }
}
