package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Hex;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;

/**
 * A directory that is filled beside its final place and appears there in one step. Closing it
 * before that deletes it with its files.
 */
final class NewDirectory implements AutoCloseable {
  private final Path target;
  private final Path path;
  private boolean published;

  private NewDirectory(Path target, Path path) {
    this.target = target;
    this.path = path;
  }

  /**
   * Makes the directory to be filled.
   *
   * @throws FileAlreadyExistsException if something is at the final place
   */
  static NewDirectory beside(Path target) throws IOException {
    Path whole = target.toAbsolutePath().normalize();
    Path parent = whole.getParent();
    if (parent == null) {
      throw new IOException(target + ": cannot be the directory of a sealed model; choose another");
    }
    requireAbsent(whole);
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    Files.createDirectories(parent);
    String name = "." + whole.getFileName() + ".sealing-" + Hex.of(random);
    return new NewDirectory(whole, Files.createDirectory(parent.resolve(name)));
  }

  /** Where to write the files. */
  Path path() {
    return path;
  }

  /** Moves the directory to its final place. */
  void publish() throws IOException {
    requireAbsent(target); // a rename would replace an empty directory
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    published = true;
  }

  /**
   * Looks whether the place is free.
   *
   * @throws FileAlreadyExistsException if something is there
   */
  static void requireAbsent(Path target) throws IOException {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "a sealed model is never overwritten; choose a new directory");
    }
  }

  @Override
  public void close() throws IOException {
    if (published) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}
