package dev.martello.embedded.quickstart;

/** {@code manifests/install.yaml} with the two images filled in; pure. */
final class InstallManifest {
  private static final String NO_DIGEST = "@sha256:" + "0".repeat(64);

  private InstallManifest() {}

  static String fill(String template, String operatorImage, String runtimeImage)
      throws QuickstartFailed {
    String filled = replace(template, "martello.dev/operator" + NO_DIGEST, operatorImage);
    return replace(filled, "martello.dev/inference-runtime" + NO_DIGEST, runtimeImage);
  }

  private static String replace(String template, String placeholder, String image)
      throws QuickstartFailed {
    if (!template.contains(placeholder)) {
      throw new QuickstartFailed("manifests/install.yaml has no " + placeholder);
    }
    return template.replace(placeholder, image);
  }
}
