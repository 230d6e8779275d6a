package dev.martello.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code evaluate --settings-sha256=<hex> --signers-sha256=<hex> --evaluation-sha256=<hex>}:
 * digests of the three settings files.
 */
record EvaluateArguments(String settingsSha256, String signersSha256, String evaluationSha256) {
  static final String COMMAND = "evaluate";
  private static final Pattern ALL =
      Pattern.compile(
          "--settings-sha256=([0-9a-f]{64}) --signers-sha256=([0-9a-f]{64})"
              + " --evaluation-sha256=([0-9a-f]{64})");

  static EvaluateArguments parse(String... arguments) throws StartRefused {
    if (arguments.length == 4 && arguments[0].equals(COMMAND)) {
      Matcher all = ALL.matcher(arguments[1] + " " + arguments[2] + " " + arguments[3]);
      if (all.matches()) {
        return new EvaluateArguments(all.group(1), all.group(2), all.group(3));
      }
    }
    throw new StartRefused(
        ExitCode.WRONG_SETTINGS,
        "ArgumentsInvalid",
        "arguments must be: evaluate --settings-sha256=<64 hex digits> --signers-sha256=<64 hex"
            + " digits> --evaluation-sha256=<64 hex digits>.");
  }
}
