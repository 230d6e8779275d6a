package dev.martello.sealedmodel;

/** Whether a model is the one that is wanted. */
final class ExpectedCheck {
  private ExpectedCheck() {}

  /**
   * Looks at name, version, root digest and format, in this order.
   *
   * @throws ModelRefused reason NameMismatch, VersionTooOld, DigestMismatch or FormatMismatch
   */
  static void require(Expected expected, Manifest manifest, String digest) throws ModelRefused {
    if (expected.name().isPresent() && !expected.name().get().equals(manifest.name())) {
      throw new ModelRefused(
          Reason.NameMismatch,
          SealedFiles.MANIFEST
              + ": the model is '"
              + manifest.name()
              + "', expected is '"
              + expected.name().get()
              + "'; give the model that was meant, or expect this name");
    }
    if (expected.minimumVersion().isPresent()
        && manifest.version().compareTo(expected.minimumVersion().get()) < 0) {
      throw new ModelRefused(
          Reason.VersionTooOld,
          SealedFiles.MANIFEST
              + ": the model's version is "
              + manifest.version()
              + ", expected is at least "
              + expected.minimumVersion().get()
              + "; give a newer model, or lower the least version");
    }
    if (expected.digest().isPresent() && !expected.digest().get().equals(digest)) {
      throw new ModelRefused(
          Reason.DigestMismatch,
          SealedFiles.SIGNATURE
              + ": the sealed model's digest is "
              + digest
              + ", expected is "
              + expected.digest().get()
              + "; give the model that was meant, or expect this digest");
    }
    if (expected.format().isPresent() && expected.format().get() != manifest.format()) {
      throw new ModelRefused(
          Reason.FormatMismatch,
          SealedFiles.MANIFEST
              + ": the model was sealed as "
              + manifest.format().label()
              + ", expected is "
              + expected.format().get().label()
              + "; seal it with --format "
              + expected.format().get().label()
              + ", or do not ask for strict memory");
    }
  }
}
