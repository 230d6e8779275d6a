package dev.martello.sealedmodel.modelsigning;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** The files of a directory by their relative names (section 6.1). */
final class ModelDirectory {
  private final Path root;
  private final Serialization serialization;
  private final Map<String, Path> files = new TreeMap<>();
  private final Map<String, String> unusable = new TreeMap<>();

  private ModelDirectory(Path root, Serialization serialization) {
    this.root = root;
    this.serialization = serialization;
  }

  /**
   * Lists all files that are not left out.
   *
   * @throws ModelRefused reason FileMissing if it is no directory, or FileMalformed if a name is no
   *     UTF-8
   */
  static ModelDirectory list(Path directory, Serialization serialization)
      throws ModelRefused, IOException {
    if (!Files.isDirectory(directory)) {
      throw new ModelRefused(
          Reason.FileMissing, directory + ": is not a directory; give the model's directory");
    }
    ModelDirectory listed = new ModelDirectory(directory.toRealPath(), serialization);
    listed.walk(listed.root, "", new ArrayDeque<>());
    return listed;
  }

  Map<String, Path> files() {
    return files;
  }

  /** What is no file to be signed, by name, with the reason. */
  Map<String, String> unusable() {
    return unusable;
  }

  private void walk(Path directory, String prefix, Deque<Path> above)
      throws ModelRefused, IOException {
    above.push(directory.toRealPath());
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = prefix + fileName(entry);
        if (serialization.ignores(name)) {
          continue;
        }
        if (Files.isSymbolicLink(entry)) {
          link(entry, name, above);
        } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          walk(entry, name + "/", above);
        } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          files.put(name, entry);
        } else {
          unusable.put(name, "is neither file nor directory");
        }
      }
    }
    above.pop();
  }

  private void link(Path entry, String name, Deque<Path> above) throws ModelRefused, IOException {
    if (!serialization.allowSymlinks()) {
      unusable.put(name, "is a symbolic link, which the signature does not allow");
      return;
    }
    if (!Files.exists(entry)) {
      unusable.put(name, "is a symbolic link to nothing");
      return;
    }
    Path target = entry.toRealPath();
    if (!target.startsWith(root)) {
      unusable.put(name, "is a symbolic link out of the directory");
    } else if (above.contains(target)) {
      unusable.put(name, "is a symbolic link into a circle");
    } else if (Files.isDirectory(target)) {
      walk(entry, name + "/", above);
    } else if (Files.isRegularFile(target)) {
      files.put(name, entry);
    } else {
      unusable.put(name, "is neither file nor directory");
    }
  }

  /**
   * A name as its bytes say it, whatever the locale: a URI shows them as they are.
   *
   * @throws ModelRefused if they are no UTF-8 (section 6.1.2, 7)
   */
  private static String fileName(Path entry) throws ModelRefused {
    String raw = entry.toUri().getRawPath();
    raw = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    raw = raw.substring(raw.lastIndexOf('/') + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '%') {
        bytes.write(Integer.parseInt(raw, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(raw.charAt(i));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ModelRefused(
          Reason.FileMalformed,
          entry.getParent() + ": holds a file whose name is no UTF-8 (" + raw + "); rename it",
          e);
    }
  }
}
