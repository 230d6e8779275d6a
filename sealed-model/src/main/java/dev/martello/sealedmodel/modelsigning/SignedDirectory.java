package dev.martello.sealedmodel.modelsigning;

import java.util.List;

/**
 * A directory whose signature was made or holds.
 *
 * @param digest root digest, {@code sha256:<hex>}
 * @param signerKeyId key id of the key that signed
 * @param resources how many files or shards are signed
 * @param ignored paths that the signature leaves out, beside Git's own
 * @param unsigned files that are there and not signed, if that was allowed
 */
public record SignedDirectory(
    String digest, String signerKeyId, int resources, List<String> ignored, List<String> unsigned) {
  public SignedDirectory {
    ignored = List.copyOf(ignored);
    unsigned = List.copyOf(unsigned);
  }
}
