package dev.martello.cli.model;

import dev.martello.cli.PrivateFile;
import dev.martello.cli.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** A new file for a plain model, where nobody but its owner gets at it. */
record PlainModelFile(Path file) {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);
  private static final Set<PosixFilePermission> OWNERS =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /**
   * Looks before any key is touched.
   *
   * @throws Refusal if the place is a terminal or device, open to others, or taken
   */
  void require() throws Refusal, IOException {
    Path whole = file.toAbsolutePath().normalize();
    Path parent = whole.getParent();
    if (file.toString().equals("-")
        || parent == null
        || whole.startsWith("/dev")
        || whole.startsWith("/proc")) {
      throw new Refusal(
          "--out "
              + file
              + ": a plain model is not written to a terminal or device; name a new file");
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new Refusal("--out " + file + " exists already: remove it or name another file");
    }
    try {
      if (Files.getPosixFilePermissions(parent).stream().anyMatch(OTHERS::contains)) {
        throw new Refusal(
            "--out %s: its directory is open to other users; name a file in one that is yours alone (mkdir -m 700 DIR)"
                .formatted(file));
      }
    } catch (UnsupportedOperationException e) {
      throw new Refusal(
          file + " would be on a file system that knows no owners: name a file on another", e);
    }
  }

  /** Writes all of it, or leaves no file. */
  void write(ByteBuffer plaintext) throws Refusal, IOException {
    boolean made = false;
    boolean whole = false;
    try (var channel = PrivateFile.create(file)) {
      made = true;
      // Some file systems take a mode and keep another.
      if (!Files.getPosixFilePermissions(file).equals(OWNERS)) {
        throw new Refusal(
            file + " would be readable by others on this file system: name a file on another");
      }
      while (plaintext.hasRemaining()) {
        channel.write(plaintext);
      }
      whole = true;
    } finally {
      // If it could not be made at all, there is nothing of ours to remove: it is somebody else's.
      if (made && !whole) {
        Files.deleteIfExists(file);
      }
    }
  }
}
