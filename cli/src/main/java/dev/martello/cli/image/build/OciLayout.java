package dev.martello.cli.image.build;

import dev.martello.cli.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An OCI image layout as a directory: {@code oci-layout}, {@code index.json}, {@code blobs/}. */
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

  private static void unpack(Path tar, Path made) throws IOException {
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
}
