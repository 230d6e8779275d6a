package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Secrets and ConfigMaps as files; pure. */
final class KeyedFiles {
  private static final int DEFAULT_MODE = 0644;

  private KeyedFiles() {}

  static Map<String, byte[]> of(Secret secret) {
    Map<String, byte[]> files = new TreeMap<>();
    orEmpty(secret.getData()).forEach((key, value) -> files.put(key, decode(value)));
    return files;
  }

  static Map<String, byte[]> of(ConfigMap map) {
    Map<String, byte[]> files = new TreeMap<>();
    orEmpty(map.getData())
        .forEach((key, value) -> files.put(key, value.getBytes(StandardCharsets.UTF_8)));
    orEmpty(map.getBinaryData()).forEach((key, value) -> files.put(key, decode(value)));
    return files;
  }

  /**
   * The files that a volume asks for: all, or its items under the paths it names.
   *
   * @param kind {@code secret} or {@code config}, for the refusal of an item that isn't there
   */
  static List<VolumeFile> select(
      String volume,
      String kind,
      Map<String, byte[]> files,
      @Nullable List<KeyToPath> items,
      @Nullable Integer defaultMode)
      throws MountRefused {
    int mode = Objects.requireNonNullElse(defaultMode, DEFAULT_MODE);
    List<VolumeFile> selected = new ArrayList<>();
    if (items == null || items.isEmpty()) {
      files.forEach((key, content) -> selected.add(new VolumeFile(key, content, mode)));
      return selected;
    }
    for (KeyToPath item : items) {
      byte[] content = files.get(item.getKey());
      if (content == null) {
        throw new MountRefused(
            volume, "references non-existent %s key: %s".formatted(kind, item.getKey()));
      }
      int itemMode = Objects.requireNonNullElse(item.getMode(), mode);
      selected.add(new VolumeFile(item.getPath(), content, itemMode));
    }
    return selected;
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
