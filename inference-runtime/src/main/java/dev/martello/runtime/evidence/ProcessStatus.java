package dev.martello.runtime.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kernel says in {@code /proc/self/status}, see proc_pid_status(5): key to raw value. */
record ProcessStatus(Map<String, String> fields) {

  static ProcessStatus of(List<String> lines) {
    Map<String, String> fields = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return new ProcessStatus(Map.copyOf(fields));
  }

  static ProcessStatus read(Path file) {
    try {
      return of(Files.readAllLines(file));
    } catch (IOException e) {
      return new ProcessStatus(Map.of());
    }
  }

  /** The effective user id. */
  Optional<Long> uid() {
    return Optional.ofNullable(fields.get("Uid"))
        .map(ids -> Long.valueOf(ids.split("\\s+", -1)[1]));
  }

  /** 16 hex digits. */
  Optional<String> effectiveCapabilities() {
    return Optional.ofNullable(fields.get("CapEff"));
  }

  Optional<Boolean> noNewPrivileges() {
    return Optional.ofNullable(fields.get("NoNewPrivs")).map(value -> value.equals("1"));
  }

  /** 0 none, 1 strict, 2 filter. */
  Optional<Integer> seccomp() {
    return Optional.ofNullable(fields.get("Seccomp")).map(Integer::valueOf);
  }
}
