package dev.martello.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory that this process ever had resident: {@code VmHWM}, proc_pid_status(5). */
final class PeakMemory {
  private static final String KEY = "VmHWM:";
  private static final long KIBIBYTE = 1024;

  private PeakMemory() {}

  /** Empty on other systems than Linux. */
  static OptionalLong bytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(KEY))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
