package dev.martello.cli.tar;

import dev.martello.cli.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a sealed model goes: a new directory, or, if the name ends in {@code .tar}, a new file.
 * Close it to leave nothing behind if it was not finished.
 */
public final class SealedTarget implements AutoCloseable {
  private final Path wanted;
  private final Path directory;
  private final Optional<Path> beside;

  private SealedTarget(Path wanted, Path directory, Optional<Path> beside) {
    this.wanted = wanted;
    this.directory = directory;
    this.beside = beside;
  }

  /**
   * Looks whether the place is free.
   *
   * @throws Refusal if something is there already
   */
  public static SealedTarget of(Path wanted) throws Refusal, IOException {
    if (Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal("--out " + wanted + " exists already: name one that does not");
    }
    if (!wanted.toString().endsWith(".tar")) {
      return new SealedTarget(wanted, wanted, Optional.empty());
    }
    Path parent = wanted.toAbsolutePath().normalize().getParent();
    Files.createDirectories(parent);
    Path beside = Files.createTempDirectory(parent, ".martello-sealing-");
    String name = wanted.getFileName().toString();
    return new SealedTarget(
        wanted, beside.resolve(name.substring(0, name.length() - 4)), Optional.of(beside));
  }

  /** Where to seal; does not exist yet. */
  public Path directory() {
    return directory;
  }

  /** The model was sealed into the directory. */
  public void finish() throws IOException {
    if (beside.isPresent()) {
      Path tar = beside.get().resolve("sealed.tar");
      SealedTar.write(directory, tar);
      Files.move(tar, wanted);
    }
  }

  @Override
  public void close() throws IOException {
    if (beside.isPresent()) {
      for (String name : SealedTar.FILES) {
        Files.deleteIfExists(directory.resolve(name));
      }
      Files.deleteIfExists(directory);
      Files.deleteIfExists(beside.get().resolve("sealed.tar"));
      Files.deleteIfExists(beside.get());
    }
  }
}
