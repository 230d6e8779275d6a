package dev.martello.cli.image.sbom;

/**
 * One part of an image.
 *
 * @param type of CycloneDX: {@code library}, {@code platform} or {@code file}
 * @param purl the package URL, empty if it is of no package
 * @param sha256 of its file, empty if it is several
 * @param path where it lies in the image
 * @param bytes all its files together
 */
record Component(
    String type, String name, String version, String purl, String sha256, String path, long bytes) {

  /** Unique within an image. */
  String reference() {
    return purl.isEmpty() ? path : purl;
  }
}
