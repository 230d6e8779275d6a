package dev.martello.cli.trace;

import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The directory with what a model was made of, whose files are known by name or by digest. */
final class Source {
  private static final int MOST_FILES = 10_000;
  private static final int DEPTH = 4;

  private final Path directory;
  private final Map<String, Path> byDigest = new HashMap<>();

  /** Digests every file in it, four folders deep; what Git keeps for itself is left out. */
  Source(Path directory) throws Refusal, IOException {
    this.directory = directory;
    try (var all = Files.walk(directory, DEPTH)) {
      var files =
          all.filter(Files::isRegularFile)
              .filter(file -> !directory.relativize(file).startsWith(".git"))
              .limit(MOST_FILES + 1L)
              .toList();
      if (files.size() > MOST_FILES) {
        throw new Refusal(
            "%s holds more than %d files: name the directory of this model's training"
                .formatted(directory, MOST_FILES));
      }
      for (var file : files) {
        byDigest.putIfAbsent(Sha256.of(file), file);
      }
    }
  }

  Path directory() {
    return directory;
  }

  /** The file of that name, if it lies in the directory. */
  Optional<Path> named(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    var file = directory.resolve(name).normalize();
    return file.startsWith(directory.normalize()) && Files.isRegularFile(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  Optional<Path> withDigest(String sha256) {
    return Optional.ofNullable(byDigest.get(sha256));
  }
}
