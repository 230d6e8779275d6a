package dev.martello.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A file as a commit holds it. */
public final class GitCommit {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  private GitCommit() {}

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * Hex SHA-256 of the file in the commit; nothing if Git does not know one of them.
   *
   * @param directory of a checkout
   * @param file relative to the directory
   */
  public static Optional<String> sha256(Path directory, String commit, String file)
      throws IOException, InterruptedException {
    var blob = Files.createTempFile("martello-blob", "");
    try {
      var git =
          new ProcessBuilder(List.of("git", "cat-file", "blob", commit + ":./" + file))
              .directory(directory.toFile())
              .redirectOutput(blob.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      return git.waitFor() == 0 ? Optional.of(Sha256.of(blob)) : Optional.empty();
    } finally {
      Files.deleteIfExists(blob);
    }
  }
}
