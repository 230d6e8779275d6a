package dev.martello.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What a start is made of, for one line in the log. */
final class StartTimes implements Consumer<String> {
  /** Which field it is of those after the command's name. */
  private static final int START_TIME = 19;

  private static final double TICKS_A_SECOND = 100;

  private final List<String> parts = new ArrayList<>();
  private final long begun = System.nanoTime();
  private final long before;
  private long last = begun;

  private StartTimes(long before) {
    this.before = before;
    parts.add("java " + millis(before));
  }

  /** To be made first: what went before counts as Java's own start. */
  static StartTimes ofProcess() {
    return new StartTimes(sinceStart());
  }

  /**
   * By the kernel's two clocks since boot, to 10 ms (proc(5)). ProcessHandle's start is counted
   * from the boot's second, which is half a second off as often as not.
   */
  private static long sinceStart() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String ticks = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TIME];
      double uptime =
          Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);
      return Math.max(0, Math.round((uptime - Long.parseLong(ticks) / TICKS_A_SECOND) * 1e9));
    } catch (IOException | RuntimeException e) {
      return 0; // not Linux: counted from here
    }
  }

  /** A part has just ended. */
  @Override
  public void accept(String part) {
    long now = System.nanoTime();
    parts.add(part + " " + millis(now - last));
    last = now;
  }

  /** In milliseconds. */
  String line() {
    return String.format(
        Locale.ROOT, "start: %d ms (%s)", millis(before + last - begun), String.join(", ", parts));
  }

  private static long millis(long nanos) {
    return Math.round(nanos / 1e6);
  }
}
