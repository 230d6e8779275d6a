package dev.martello.runtime.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.confinement.ProcessConfinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads and tries, now, what this process may and may not do. */
final class ProcessEvidence {
  private static final Path PROC = Path.of("/proc/self");
  private static final Path TOKEN = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  private ProcessEvidence() {}

  /**
   * @param lockedBytes of plaintext that were locked in memory while the model was loaded
   */
  static void write(long lockedBytes, ObjectNode into) {
    ProcessStatus status = ProcessStatus.read(PROC.resolve("status"));
    status.uid().ifPresent(value -> into.put("uid", value));
    status.effectiveCapabilities().ifPresent(value -> into.put("capabilitiesEffective", value));
    status.noNewPrivileges().ifPresent(value -> into.put("noNewPrivileges", value));
    status.seccomp().ifPresent(value -> into.put("seccomp", value));
    uidMap(PROC.resolve("uid_map")).ifPresent(value -> into.put("uidMap", value));
    ProcessConfinement.dumpable().ifPresent(value -> into.put("dumpable", value));
    ProcessConfinement.coreLimit().ifPresent(value -> into.put("coreLimit", value));
    into.put("lockedBytes", lockedBytes);
    into.put("rootFilesystem", ConfinementAttempts.writeInto(Path.of("/")).name());
    ConfinementAttempts.startShell("/bin/sh")
        .ifPresent(outcome -> into.put("shell", outcome.name()));
    into.put("serviceAccountToken", ConfinementAttempts.lookFor(TOKEN).name());
  }

  /** See user_namespaces(7): inside id, outside id, length; several ranges parted by commas. */
  static Optional<String> uidMap(Path file) {
    try {
      String map =
          Files.readAllLines(file).stream()
              .map(line -> line.strip().replaceAll("\\s+", " "))
              .collect(Collectors.joining(", "));
      return map.isEmpty() ? Optional.empty() : Optional.of(map);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
