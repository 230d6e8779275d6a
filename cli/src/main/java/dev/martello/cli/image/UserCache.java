package dev.martello.cli.image;

import dev.martello.cli.Refusal;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * What takes long to make and depends on nothing but its key: {@code $XDG_CACHE_HOME/martello},
 * else {@code ~/.cache/martello}. May be deleted at any time.
 */
public record UserCache(Path directory) {
  /** Makes the content of one directory of the cache. */
  @FunctionalInterface
  public interface Filler {
    void fill(Path directory) throws Refusal, IOException, InterruptedException;
  }

  public static UserCache of(Map<String, String> environment, Path home) {
    var base = environment.getOrDefault("XDG_CACHE_HOME", "");
    return new UserCache(
        (base.isEmpty() ? home.resolve(".cache") : Path.of(base)).resolve("martello"));
  }

  /**
   * The directory of that name; made by {@code filler} if it isn't there. It is there whole or not
   * at all, even if we are killed.
   */
  public Path get(String name, Filler filler) throws Refusal, IOException, InterruptedException {
    var wanted = directory.resolve(name);
    if (Files.isDirectory(wanted)) {
      return wanted;
    }
    Files.createDirectories(wanted.getParent());
    var made = Files.createTempDirectory(wanted.getParent(), ".making-");
    try {
      filler.fill(made);
      Files.move(made, wanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      // Another process was faster; its directory is as good as ours.
      if (!Files.isDirectory(wanted)) {
        throw e;
      }
    } finally {
      Trees.delete(made);
    }
    return wanted;
  }
}
