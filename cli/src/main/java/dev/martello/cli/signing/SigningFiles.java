package dev.martello.cli.signing;

import dev.martello.cli.Refusal;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.modelsigning.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files that signing and verifying read. */
final class SigningFiles {
  private SigningFiles() {}

  /** At most so many bytes of a file. */
  static byte[] read(Path file, int most, String kind) throws Refusal, IOException {
    if (Files.isDirectory(file)) {
      throw new Refusal(file + " is a directory: name the " + kind + "'s file");
    }
    try (var in = Files.newInputStream(file)) {
      var content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new Refusal(file + " is larger than any " + kind + ": name the " + kind + "'s file");
      }
      return content;
    }
  }

  static byte[] key(Path file) throws Refusal, IOException {
    return read(file, 64 * 1024, "key");
  }

  static List<X509Certificate> certificates(List<Path> files)
      throws Refusal, ModelRefused, IOException {
    var all = new ArrayList<X509Certificate>();
    for (var file : files) {
      all.addAll(Certificates.parse(read(file, 1 << 20, "certificate"), file.toString()));
    }
    return all;
  }

  /** The name of a file in a directory, if it lies there. */
  static Optional<String> within(Path directory, Path file) throws IOException {
    var root = directory.toRealPath();
    var parent = file.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return Optional.empty();
    }
    var whole = parent.toRealPath().resolve(file.getFileName());
    return whole.startsWith(root) && !whole.equals(root)
        ? Optional.of(root.relativize(whole).toString().replace('\\', '/'))
        : Optional.empty();
  }

  /** Paths to leave out as the user named them, relative to the directory, and the signature. */
  static List<String> ignored(Path directory, List<String> paths, Path signature)
      throws IOException {
    var all = new ArrayList<String>();
    for (var path : paths) {
      all.add(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }
    within(directory, signature).ifPresent(all::add);
    return all;
  }
}
