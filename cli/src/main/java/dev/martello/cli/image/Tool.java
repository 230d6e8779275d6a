package dev.martello.cli.image;

import dev.martello.cli.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a program of the system and waits for it. */
public final class Tool {
  private Tool() {}

  /**
   * Runs it to its end.
   *
   * @param instead what the user can do if the program is missing or fails
   * @throws Refusal if it can't be started or ends with anything but 0; names the last line that it
   *     wrote
   */
  public static void run(Path directory, List<String> command, String instead)
      throws Refusal, IOException, InterruptedException {
    var output = Files.createTempFile("martello-tool", ".log");
    try {
      Process process;
      try {
        process =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
      } catch (IOException e) {
        throw new Refusal(command.getFirst() + " can't be started: " + instead, e);
      }
      process.getOutputStream().close();
      int status;
      try {
        status = process.waitFor();
      } catch (InterruptedException e) {
        process.destroy();
        throw e;
      }
      if (status != 0) {
        var said =
            Files.readString(output, StandardCharsets.UTF_8)
                .strip()
                .lines()
                .reduce("", (earlier, line) -> line);
        throw new Refusal(
            "%s ended with %d (%s): %s".formatted(command.getFirst(), status, said, instead));
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
