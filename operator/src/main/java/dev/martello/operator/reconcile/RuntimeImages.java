package dev.martello.operator.reconcile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The allow-list of runtime images: a directory with one file per name (a mounted ConfigMap), each
 * holding one image with its digest. Read anew at every round, since the kubelet changes it in
 * place.
 */
public final class RuntimeImages {
  private static final String WITH_DIGEST = "\\S+@sha256:[0-9a-f]{64}";

  private final Path directory;
  private volatile Map<String, String> lastRead;

  private RuntimeImages(Path directory, Map<String, String> read) {
    this.directory = directory;
    this.lastRead = read;
  }

  /**
   * The list as it is now.
   *
   * @throws ConfigurationRefused if there is no such directory, nothing in it, or an image without
   *     digest
   */
  public static RuntimeImages open(Path directory) throws ConfigurationRefused {
    try {
      Map<String, String> images = read(directory);
      if (images.isEmpty()) {
        throw new ConfigurationRefused(
            directory
                + ": no runtime image is listed; put at least one (name: image@sha256:…) into the ConfigMap martello-runtimes.");
      }
      for (Map.Entry<String, String> image : images.entrySet()) {
        if (!image.getValue().matches(WITH_DIGEST)) {
          throw new ConfigurationRefused(
              "%s/%s: '%s' is no image with a digest; write NAME@sha256:<64 hex digits> into the ConfigMap martello-runtimes."
                  .formatted(directory, image.getKey(), image.getValue()));
        }
      }
      return new RuntimeImages(directory, images);
    } catch (IOException unreadable) {
      throw new ConfigurationRefused(
          directory
              + ": the list of runtime images can't be read; mount the ConfigMap martello-runtimes there.");
    }
  }

  /** Name to image. While the directory can't be read the last list stands. */
  public Map<String, String> current() {
    try {
      Map<String, String> images = read(directory);
      lastRead = images;
      return images;
    } catch (IOException beingReplaced) {
      return lastRead;
    }
  }

  private static Map<String, String> read(Path directory) throws IOException {
    Map<String, String> images = new TreeMap<>();
    for (Path file : files(directory)) {
      images.put(file.getFileName().toString(), Files.readString(file).strip());
    }
    return images;
  }

  /** A mounted ConfigMap has hidden directories beside its items. */
  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .toList();
    }
  }
}
