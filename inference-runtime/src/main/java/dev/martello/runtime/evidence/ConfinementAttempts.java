package dev.martello.runtime.evidence;

import dev.martello.runtime.confinement.ProcessConfinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Tries what a confined process must not be able to do. */
final class ConfinementAttempts {
  /** errno: not permitted, no such file, access denied, not a program. */
  private static final Set<Integer> NOT_STARTED = Set.of(1, 2, 13, 8);

  private ConfinementAttempts() {}

  /** Creates a file in {@code directory}, and takes it away again if that worked. */
  static Outcome writeInto(Path directory) {
    Path file = directory.resolve(".martello-attempt-" + ProcessHandle.current().pid());
    try {
      Files.createFile(file);
    } catch (IOException e) {
      return Outcome.Refused;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      return Outcome.Accepted;
    }
    return Outcome.Accepted;
  }

  /** Starts {@code shell -c true}; empty if it could not even be tried. */
  static Optional<Outcome> startShell(String shell) {
    OptionalInt errno = ProcessConfinement.start(shell, "-c", "true");
    if (errno.isEmpty()) {
      return Optional.empty();
    }
    if (errno.getAsInt() == 0) {
      return Optional.of(Outcome.Accepted);
    }
    return NOT_STARTED.contains(errno.getAsInt()) ? Optional.of(Outcome.Refused) : Optional.empty();
  }

  /** Looks for a service account's token. */
  static Outcome lookFor(Path token) {
    return Files.exists(token, LinkOption.NOFOLLOW_LINKS) ? Outcome.Accepted : Outcome.Absent;
  }
}
