package dev.martello.runtime.settings;

import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.SemVer;
import dev.martello.sealedmodel.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Both settings files, read once: what was hashed is what was parsed.
 *
 * @param settingsSha256 64 hex digits
 * @param signersSha256 64 hex digits
 */
public record PodSettings(
    RuntimeSettings runtime, List<Signer> signers, String settingsSha256, String signersSha256) {
  public PodSettings {
    signers = List.copyOf(signers);
  }

  /**
   * Reads both files.
   *
   * @throws SettingsRefused if a file has another digest than announced, or breaks its format
   */
  public static PodSettings read(
      Path settings, String settingsSha256, Path signers, String signersSha256)
      throws SettingsRefused {
    byte[] settingsJson = read(settings, settingsSha256);
    byte[] signersJson = read(signers, signersSha256);
    return new PodSettings(
        RuntimeSettings.parse(settingsJson, settings.toString()),
        TrustedSigners.parse(signersJson, signers.toString()),
        settingsSha256,
        signersSha256);
  }

  /** What the sealed model must be. */
  public Expected expected() throws SettingsRefused {
    RuntimeSettings.Model model = runtime.model();
    Optional<SemVer> minimum = Optional.empty();
    if (model.minimumVersion().isPresent()) {
      try {
        minimum = Optional.of(SemVer.parse(model.minimumVersion().get()));
      } catch (IllegalArgumentException e) {
        throw new SettingsRefused("settings: model.minimumVersion: " + e.getMessage());
      }
    }
    return new Expected(Optional.of(model.name()), minimum, model.digest(), model.format());
  }

  /** The third file, of an evaluation pod. */
  public static EvaluationSettings evaluation(Path file, String sha256) throws SettingsRefused {
    return EvaluationSettings.parse(read(file, sha256), file.toString());
  }

  private static byte[] read(Path file, String sha256) throws SettingsRefused {
    try {
      byte[] content = Files.readAllBytes(file);
      String actual = SettingsDigest.of(content);
      if (!actual.equals(sha256)) {
        throw new SettingsRefused(
            file
                + ": has SHA-256 "
                + actual
                + ", but the pod was started for "
                + sha256
                + "; let the operator roll the deployment out again.");
      }
      return content;
    } catch (IOException e) {
      throw new SettingsRefused(file + ": can't be read; mount the settings there.");
    }
  }
}
