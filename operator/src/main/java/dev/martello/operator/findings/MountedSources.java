package dev.martello.operator.findings;

import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether an admitted pod's volumes lead to the Secrets, ConfigMaps, images and claims that were
 * rendered.
 */
final class MountedSources {
  private static final String CERTIFICATE = "tls";

  private MountedSources() {}

  /**
   * The certificate's Secret is left out: it changes without a new revision, and has its own check.
   */
  static List<String> faults(List<Volume> rendered, List<Volume> admitted) {
    Map<String, String> seen = sources(admitted);
    return sources(rendered).entrySet().stream()
        .filter(want -> !want.getKey().equals(CERTIFICATE))
        .filter(want -> !want.getValue().equals(seen.get(want.getKey())))
        .map(want -> "volume %s does not lead to %s".formatted(want.getKey(), want.getValue()))
        .toList();
  }

  private static Map<String, String> sources(List<Volume> volumes) {
    Map<String, String> sources = new TreeMap<>();
    volumes.forEach(volume -> sources.put(volume.getName(), source(volume)));
    return sources;
  }

  private static String source(Volume volume) {
    return Stream.of(
            Optional.ofNullable(volume.getSecret()).map(s -> "Secret " + s.getSecretName()),
            Optional.ofNullable(volume.getConfigMap()).map(c -> "ConfigMap " + c.getName()),
            Optional.ofNullable(volume.getImage()).map(i -> "image " + i.getReference()),
            Optional.ofNullable(volume.getPersistentVolumeClaim())
                .map(p -> "claim " + p.getClaimName()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("another source");
  }
}
