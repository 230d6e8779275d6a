package dev.martello.runtime.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/**
 * What lies in the pod now and may change while it runs.
 *
 * @param files in use, which change without a restart
 * @param key that a restart would use
 */
public record MountedEvidence(Supplier<List<File>> files, Supplier<Key> key) {
  /** A file's name in the document, and the SHA-256 of its bytes. */
  public record File(String name, String sha256) {}

  /**
   * A key as it was tried.
   *
   * @param keyId empty if the file is no key
   * @param opens whether it opens the model that is served, as tried
   */
  public record Key(String keyId, boolean opens) {}

  void write(ObjectNode root) {
    Key mounted = key.get();
    ObjectNode json = root.putObject("mountedKey");
    if (!mounted.keyId().isEmpty()) {
      json.put("keyId", mounted.keyId());
    }
    json.put("opens", mounted.opens());
    ObjectNode digests = root.putObject("mountedFiles");
    files.get().forEach(file -> digests.put(file.name(), file.sha256()));
  }
}
