package dev.martello.operator.reconcile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the audit trail once more, in files of a directory that outlives the pod. A new file
 * for each process and each 64 MiB; their names sort by time. A line is on the disk before the next
 * one is written.
 */
final class AuditFile implements AutoCloseable {
  private static final long LARGEST = 64L << 20;
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'audit-'yyyyMMdd'T'HHmmss.SSS'Z.jsonl'")
          .withZone(ZoneOffset.UTC);

  private final Path directory;
  private final InstantSource clock;
  private @Nullable FileChannel file;
  private boolean kept = true;

  AuditFile(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /** Whether every line so far is in a file: a missing one makes the log verify as a gap. */
  synchronized boolean kept() {
    return kept;
  }

  synchronized void append(String line) {
    try {
      FileChannel open = open();
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
      open.force(false);
    } catch (IOException lost) {
      // The finding on the trail says so; standard output has the line.
      kept = false;
      close();
    }
  }

  private FileChannel open() throws IOException {
    FileChannel present = file;
    if (present != null && present.size() < LARGEST) {
      return present;
    }
    close();
    FileChannel next =
        FileChannel.open(
            directory.resolve(NAME.format(clock.instant())),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
    file = next;
    return next;
  }

  /**
   * Whether files can be made there.
   *
   * @throws ConfigurationRefused if not
   */
  static AuditFile in(Path directory, InstantSource clock) throws ConfigurationRefused {
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new ConfigurationRefused(
          "AUDIT_DIRECTORY is '%s', which is no directory that the operator may write: mount a volume there, or leave it out."
              .formatted(directory));
    }
    return new AuditFile(directory, clock);
  }

  @Override
  public synchronized void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException unwritten) {
      kept = false;
    } finally {
      file = null;
    }
  }
}
