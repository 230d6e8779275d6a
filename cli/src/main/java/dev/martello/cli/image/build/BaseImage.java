package dev.martello.cli.image.build;

/** What lies below our layers. */
public sealed interface BaseImage {
  /** Nothing: we bring the system libraries. */
  record Scratch() implements BaseImage {}

  /** An image that has the system libraries, by digest. */
  record Pinned(String reference) implements BaseImage {}

  /**
   * Reads what the user typed.
   *
   * @throws IllegalArgumentException if the reference has no digest, since a tag may be another
   *     image tomorrow
   */
  static BaseImage parse(String reference) {
    if (!reference.matches(".+@sha256:[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "'" + reference + "' names no digest: give the base as IMAGE@sha256:…");
    }
    return new Pinned(reference);
  }
}
