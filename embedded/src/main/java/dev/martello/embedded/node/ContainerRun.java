package dev.martello.embedded.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One start of a container: a child process. */
final class ContainerRun {
  private static final int MAX_MESSAGE = 4096;

  private final Process process;
  private final Path terminationMessage;
  private final Instant startedAt = Instant.now();

  private ContainerRun(Process process, Path terminationMessage) {
    this.process = process;
    this.terminationMessage = terminationMessage;
  }

  static ContainerRun start(
      List<String> command,
      Map<String, String> environment,
      PodDirectory directory,
      Path terminationMessage)
      throws IOException {
    Files.createDirectories(terminationMessage.resolveSibling("."));
    Files.write(terminationMessage, new byte[0]);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.work().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.output().toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new ContainerRun(process, terminationMessage);
  }

  Instant startedAt() {
    return startedAt;
  }

  String containerId() {
    return "embedded://" + process.pid();
  }

  boolean hasEndedWithin(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** SIGTERM, and SIGKILL if it is still there after {@code grace}; returns when it is gone. */
  void stop(Duration grace) throws InterruptedException {
    process.destroy();
    if (!hasEndedWithin(grace)) {
      kill();
    }
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  PodState.Ended ended() throws IOException {
    String message = "";
    if (Files.exists(terminationMessage)) {
      byte[] written = Files.readAllBytes(terminationMessage);
      int length = Math.min(written.length, MAX_MESSAGE);
      message = new String(written, 0, length, StandardCharsets.UTF_8);
    }
    return new PodState.Ended(
        containerId(), process.exitValue(), message, startedAt, Instant.now());
  }
}
