package dev.martello.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A new file that nobody but its owner can read, not even in the moment after it was made. */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * Makes the file, mode 0600.
   *
   * @throws Refusal if there is something of that name already, a link included
   */
  public static SeekableByteChannel create(Path file) throws Refusal, IOException {
    try {
      return Files.newByteChannel(
          file,
          Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (UnsupportedOperationException e) {
      throw new Refusal(
          file + " would be on a file system that knows no owners: name a file on another", e);
    }
  }

  /** As {@link #create}, with the content. */
  public static void write(Path file, byte[] content) throws Refusal, IOException {
    try (OutputStream out = Channels.newOutputStream(create(file))) {
      out.write(content);
    }
  }
}
