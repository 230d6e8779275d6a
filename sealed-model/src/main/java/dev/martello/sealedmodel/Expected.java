package dev.martello.sealedmodel;

import java.util.Optional;

/**
 * Which model is wanted; checked before any key is touched.
 *
 * @param name the manifest's name must equal it
 * @param minimumVersion the manifest's version must not precede it
 * @param digest the sealed model's root digest must equal it: {@code sha256:} and 64 hex digits
 * @param format the model's format must be this
 */
public record Expected(
    Optional<String> name,
    Optional<SemVer> minimumVersion,
    Optional<String> digest,
    Optional<ModelFormat> format) {

  /** Any model that a trusted signer signed. */
  public static Expected anything() {
    return new Expected(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
