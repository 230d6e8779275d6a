package dev.martello.cli.image.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.martello.cli.Refusal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An OCI image layout as a directory: {@code oci-layout}, {@code index.json}, {@code blobs/}; or
 * the same in a tar file.
 */
final class OciLayout {
  private static final String MARK = "oci-layout";

  private OciLayout() {}

  /**
   * Unpacks the layout in a tar file.
   *
   * @throws Refusal if the directory holds anything but an earlier layout
   */
  static void replace(Path directory, Path tar) throws Refusal, IOException {
    NewDirectory.replace(directory, MARK, made -> unpack(tar, made));
  }

  static void unpack(Path tar, Path made) throws IOException {
    try (var entries =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar)))) {
      for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        var file = made.resolve(entry.getName()).normalize();
        if (!file.startsWith(made)) {
          throw new IOException("an entry of " + tar + " lies outside: " + entry.getName());
        }
        if (!entry.isDirectory()) {
          Files.createDirectories(file.getParent());
          Files.copy(entries, file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Puts a directory into a tar file, sorted, every time and owner the same. */
  static void pack(Path layout, Path tar) throws IOException {
    try (var files = Files.walk(layout);
        var out =
            new TarArchiveOutputStream(
                new BufferedOutputStream(Files.newOutputStream(tar)), UTF_8.name())) {
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var entry = new TarArchiveEntry(layout.relativize(file).toString());
        entry.setSize(Files.size(file));
        entry.setModTime(FileTime.from(Instant.EPOCH));
        out.putArchiveEntry(entry);
        Files.copy(file, out);
        out.closeArchiveEntry();
      }
    }
  }

  /** Where a blob lies, by its digest. */
  static Path blob(Path layout, String digest) {
    return layout.resolve("blobs").resolve(digest.replace(':', '/'));
  }
}
