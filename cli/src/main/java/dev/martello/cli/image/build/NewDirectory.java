package dev.martello.cli.image.build;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Puts a whole directory in the place of an earlier one of its kind, and never in the place of
 * anything else.
 */
public final class NewDirectory {
  private NewDirectory() {}

  /** Fills the new directory. */
  @FunctionalInterface
  public interface Filler {
    /** Writes into it. */
    void fill(Path directory) throws IOException;
  }

  /**
   * Fills a new directory beside it, and moves that in its place.
   *
   * @param mark the file by which an earlier one is known
   * @throws Refusal if the directory has content but no mark
   */
  public static void replace(Path directory, String mark, Filler filler)
      throws Refusal, IOException {
    var wanted = directory.toAbsolutePath().normalize();
    if (Files.exists(wanted) && !mayReplace(wanted, mark)) {
      throw new Refusal(
          directory
              + " holds something else (it has no "
              + mark
              + "): name a new or empty directory");
    }
    Files.createDirectories(wanted.getParent());
    var made = Files.createTempDirectory(wanted.getParent(), ".martello-");
    try {
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
      filler.fill(made);
      Trees.delete(wanted);
      Files.move(made, wanted);
    } finally {
      Trees.delete(made);
    }
  }

  private static boolean mayReplace(Path directory, String mark) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (var content = Files.list(directory)) {
      return Files.isRegularFile(directory.resolve(mark)) || content.findAny().isEmpty();
    }
  }
}
