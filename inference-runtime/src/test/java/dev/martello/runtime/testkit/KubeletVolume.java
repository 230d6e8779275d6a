package dev.martello.runtime.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;

/** Writes files as the kubelet does: a new directory, to which the link ..data is moved at once. */
public final class KubeletVolume {
  private KubeletVolume() {}

  public static void write(Path volume, Map<String, String> files) throws IOException {
    Path fresh = Files.createDirectories(volume.resolve(".." + UUID.randomUUID()));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(fresh.resolve(file.getKey()), file.getValue());
    }
    Path link = volume.resolve("..data_tmp");
    Files.createSymbolicLink(link, fresh.getFileName());
    Files.move(
        link,
        volume.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    for (String name : files.keySet()) {
      Path visible = volume.resolve(name);
      if (!Files.isSymbolicLink(visible)) {
        Files.deleteIfExists(visible);
        Files.createSymbolicLink(visible, Path.of("..data", name));
      }
    }
  }
}
