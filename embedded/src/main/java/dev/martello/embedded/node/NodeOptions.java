package dev.martello.embedded.node;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a node finds on its disk.
 *
 * @param workDirectory pods get private directories below it
 * @param runtimes staged trees by image reference, exactly as a container names the image
 * @param images OCI layouts, one a subdirectory, for image volumes
 * @param claims what is behind a PersistentVolumeClaim, by {@code namespace/name}
 */
public record NodeOptions(
    Path workDirectory, Map<String, Path> runtimes, Path images, Map<String, Path> claims) {

  public NodeOptions {
    runtimes = Map.copyOf(runtimes);
    claims = Map.copyOf(claims);
  }
}
