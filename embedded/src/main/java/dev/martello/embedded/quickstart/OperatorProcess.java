package dev.martello.embedded.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real operator as a child process, told what it is told in a cluster. */
final class OperatorProcess implements AutoCloseable {
  static final String NAMESPACE = "martello-system";

  private final Process process;
  private final Path output;

  private OperatorProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts it.
   *
   * @param runtimeImage the one image on its allow-list, under the name {@code default}
   */
  static OperatorProcess start(
      Checkout checkout, WorkDirectory work, Path kubeconfig, String runtimeImage)
      throws IOException, QuickstartFailed {
    Path home = work.directory("operator");
    Files.writeString(work.directory("operator/runtimes").resolve("default"), runtimeImage);
    Path output = work.file("operator.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "-cp",
                    checkout.operatorClassPath(),
                    "dev.martello.operator.Main"))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "OPERATOR_NAMESPACE",
                NAMESPACE,
                // Any free port: nobody probes it here.
                "HEALTH_PORT",
                "0",
                "HTTP2_DISABLE",
                "true"));
    Process process = builder.start();
    process.getOutputStream().close();
    return new OperatorProcess(process, output);
  }

  /**
   * Is it still running?
   *
   * @throws QuickstartFailed with its last words if not
   */
  void check() throws QuickstartFailed, IOException {
    if (!process.isAlive()) {
      List<String> lines = Files.readAllLines(output);
      String last = lines.isEmpty() ? "it said nothing" : lines.getLast();
      throw new QuickstartFailed(
          "the operator ended with code %d: %s".formatted(process.exitValue(), last));
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
