package dev.martello.embedded.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the project's own {@code martello}, as a user would. */
record MartelloCommand(Path launcher, Cleanup cleanup) {
  /**
   * Runs it to its end and returns the last line it printed.
   *
   * @throws QuickstartFailed with its last line if it exits with anything but 0
   */
  String run(String... arguments) throws QuickstartFailed, IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MARTELLO_JAVA_HOME", System.getProperty("java.home"));
    // A third less processor time for commands that are over before the second compiler pays off.
    builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    Process process = builder.start();
    cleanup.add(() -> process.destroyForcibly().waitFor(5, TimeUnit.SECONDS));
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    String last = output.substring(output.lastIndexOf('\n') + 1);
    if (process.waitFor() != 0) {
      throw new QuickstartFailed(
          "martello %s failed: %s".formatted(String.join(" ", arguments), last));
    }
    return last;
  }
}
