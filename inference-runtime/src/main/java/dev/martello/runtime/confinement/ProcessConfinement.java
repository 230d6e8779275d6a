package dev.martello.runtime.confinement;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Keeps the memory of this process to itself: not dumpable (no core file, no tracing by the same
 * user, /proc/self/mem closed) and a core limit of 0. See prctl(2), setrlimit(2).
 */
public final class ProcessConfinement {
  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;
  private static final int RLIMIT_CORE = 4;

  private ProcessConfinement() {}

  /** Best effort: what holds in the end is read back by the evidence, not assumed. */
  public static void apply() {
    if (isLinux()) {
      LinuxCalls.prctl(PR_SET_DUMPABLE, 0);
      LinuxCalls.setLimit(RLIMIT_CORE, 0);
    }
  }

  public static Optional<Boolean> dumpable() {
    OptionalInt answer = isLinux() ? LinuxCalls.prctl(PR_GET_DUMPABLE, 0) : OptionalInt.empty();
    return answer.isPresent() && answer.getAsInt() >= 0
        ? Optional.of(answer.getAsInt() != 0)
        : Optional.empty();
  }

  /** Largest core file in bytes; -1 is "unlimited". */
  public static OptionalLong coreLimit() {
    return isLinux() ? LinuxCalls.softLimit(RLIMIT_CORE) : OptionalLong.empty();
  }

  /** Starts a program and waits: 0 if it could be started, else the errno that says why not. */
  public static OptionalInt start(String program, String... arguments) {
    return isLinux() ? LinuxCalls.spawnAndWait(program, arguments) : OptionalInt.empty();
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").equals("Linux");
  }
}
