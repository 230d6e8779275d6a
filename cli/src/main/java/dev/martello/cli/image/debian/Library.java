package dev.martello.cli.image.debian;

import dev.martello.cli.image.Trees;
import dev.martello.cli.image.elf.DynamicSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A shared library of a Debian package. */
record Library(Path file, DynamicSection dynamic, String packageName) {
  /** All libraries below a directory into which the package was unpacked. */
  static List<Library> in(Path root, String packageName) throws IOException {
    var found = new ArrayList<Library>();
    for (var file : Trees.files(root)) {
      if (!Files.isSymbolicLink(file)) {
        DynamicSection.of(file)
            .filter(dynamic -> !dynamic.soname().isEmpty())
            .ifPresent(dynamic -> found.add(new Library(file, dynamic, packageName)));
      }
    }
    return found;
  }

  String soname() {
    return dynamic.soname();
  }
}
