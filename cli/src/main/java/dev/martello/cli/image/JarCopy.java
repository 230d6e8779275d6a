package dev.martello.cli.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Copies part of a jar. The copy's bytes depend on nothing but the entries' names and contents. */
public final class JarCopy {
  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(2026, 1, 1, 0, 0, 0);

  private JarCopy() {}

  /** What becomes of an entry's content. */
  @FunctionalInterface
  public interface Change {
    byte[] of(String name, byte[] content) throws IOException;
  }

  /** The entries with these names as they are. */
  public static void write(Path jar, Path copy, Predicate<String> kept) throws IOException {
    write(jar, copy, kept, (name, content) -> content);
  }

  /** The entries with these names, changed. */
  public static void write(Path jar, Path copy, Predicate<String> kept, Change change)
      throws IOException {
    try (var zip = new ZipFile(jar.toFile());
        var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(copy)))) {
      var entries =
          zip.stream()
              .filter(entry -> !entry.isDirectory() && kept.test(entry.getName()))
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (var entry : entries) {
        var copied = new ZipEntry(entry.getName());
        copied.setTimeLocal(FIXED_TIME);
        out.putNextEntry(copied);
        out.write(change.of(entry.getName(), zip.getInputStream(entry).readAllBytes()));
        out.closeEntry();
      }
    }
  }
}
