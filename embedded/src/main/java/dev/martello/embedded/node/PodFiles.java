package dev.martello.embedded.node;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of a pod on this machine: private, and where asked for read-only. */
final class PodFiles {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private PodFiles() {}

  /** A new directory that only this user can enter. */
  static Path createPrivate(Path parent, String prefix) throws IOException {
    return Files.createTempDirectory(parent, prefix, PosixFilePermissions.asFileAttribute(PRIVATE));
  }

  static void write(List<VolumeFile> files, Path directory) throws IOException {
    for (VolumeFile file : files) {
      Path target = directory.resolve(file.path()).normalize();
      if (!target.startsWith(directory)) {
        throw new IOException("path \"" + file.path() + "\" leads out of its volume");
      }
      Files.createDirectories(target.resolveSibling("."));
      Files.write(target, file.content());
      Files.setPosixFilePermissions(target, permissions(file.mode()));
    }
  }

  static void copy(Path from, Path into) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path source : (Iterable<Path>) all::iterator) {
        Path target = into.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
        } else {
          Files.copy(source, target);
        }
      }
    }
  }

  /** Takes the write permission from a tree. */
  static void makeReadOnly(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Set<PosixFilePermission> some = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        some.removeAll(PosixFilePermissions.fromString("-w--w--w-"));
        Files.setPosixFilePermissions(path, some);
      }
    }
  }

  /** Deletes a tree, read-only directories too; does nothing if it isn't there. */
  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(dir, PRIVATE);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] inOrder = PosixFilePermission.values();
    for (int bit = 0; bit < inOrder.length; bit++) {
      if ((mode & (0400 >> bit)) != 0) {
        permissions.add(inOrder[bit]);
      }
    }
    return permissions;
  }
}
