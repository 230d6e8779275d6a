package dev.martello.runtime;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code serve --settings-sha256=<hex> --signers-sha256=<hex> [--plaintext-sha256=<hex>]}: digests
 * of both settings files and, where a model has to be evaluated first, of the model that was.
 */
record ServeArguments(
    String settingsSha256, String signersSha256, Optional<String> plaintextSha256) {
  private static final Pattern SETTINGS = Pattern.compile("--settings-sha256=([0-9a-f]{64})");
  private static final Pattern SIGNERS = Pattern.compile("--signers-sha256=([0-9a-f]{64})");
  private static final Pattern PLAINTEXT = Pattern.compile("--plaintext-sha256=([0-9a-f]{64})");

  static ServeArguments parse(String... arguments) throws StartRefused {
    if ((arguments.length == 3 || arguments.length == 4) && arguments[0].equals("serve")) {
      Matcher settings = SETTINGS.matcher(arguments[1]);
      Matcher signers = SIGNERS.matcher(arguments[2]);
      Optional<Matcher> plaintext =
          arguments.length == 4 ? Optional.of(PLAINTEXT.matcher(arguments[3])) : Optional.empty();
      if (settings.matches()
          && signers.matches()
          && plaintext.filter(matcher -> !matcher.matches()).isEmpty()) {
        return new ServeArguments(
            settings.group(1), signers.group(1), plaintext.map(matcher -> matcher.group(1)));
      }
    }
    throw new StartRefused(
        ExitCode.WRONG_SETTINGS,
        "ArgumentsInvalid",
        "arguments must be: serve --settings-sha256=<64 hex digits> --signers-sha256=<64 hex"
            + " digits> [--plaintext-sha256=<64 hex digits>].");
  }

  /** Only the model that passed its evaluation serves, whatever else is signed. */
  void requireEvaluated(String plaintextSha256OfModel) throws StartRefused {
    if (plaintextSha256.filter(judged -> !judged.equals(plaintextSha256OfModel)).isPresent()) {
      throw new StartRefused(
          ExitCode.REFUSED,
          "NotEvaluated",
          "model: its plaintext has SHA-256 "
              + plaintextSha256OfModel
              + ", but the evaluation judged "
              + plaintextSha256.get()
              + "; change the deployment, so that this model is evaluated.");
    }
  }
}
