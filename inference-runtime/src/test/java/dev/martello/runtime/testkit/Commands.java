package dev.martello.runtime.testkit;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Programs that tests install or run. */
final class Commands {
  private Commands() {}

  /** False too if there is no such program, or it takes longer. */
  static boolean succeeds(int seconds, String... command) throws InterruptedException {
    return succeeds(seconds, new ProcessBuilder(command));
  }

  static boolean succeeds(int seconds, ProcessBuilder command) throws InterruptedException {
    try {
      Process process =
          command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
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
