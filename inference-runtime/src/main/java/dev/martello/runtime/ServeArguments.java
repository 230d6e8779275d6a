package dev.martello.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve --settings-sha256=<hex> --signers-sha256=<hex>}: digests of both settings files. */
record ServeArguments(String settingsSha256, String signersSha256) {
  private static final Pattern SETTINGS = Pattern.compile("--settings-sha256=([0-9a-f]{64})");
  private static final Pattern SIGNERS = Pattern.compile("--signers-sha256=([0-9a-f]{64})");

  static ServeArguments parse(String... arguments) throws StartRefused {
    if (arguments.length == 3 && arguments[0].equals("serve")) {
      Matcher settings = SETTINGS.matcher(arguments[1]);
      Matcher signers = SIGNERS.matcher(arguments[2]);
      if (settings.matches() && signers.matches()) {
        return new ServeArguments(settings.group(1), signers.group(1));
      }
    }
    throw new StartRefused(
        ExitCode.WRONG_SETTINGS,
        "ArgumentsInvalid",
        "arguments must be: serve --settings-sha256=<64 hex digits> --signers-sha256=<64 hex"
            + " digits>.");
  }
}
