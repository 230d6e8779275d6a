package dev.martello.sealedmodel;

import java.nio.file.Path;
import java.util.List;

/**
 * A key that was just made.
 *
 * @param files that were written; the secret one first
 */
public record GeneratedKey(String keyId, List<Path> files) {
  public GeneratedKey {
    files = List.copyOf(files);
  }
}
