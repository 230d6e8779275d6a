package dev.martello.cli.model;

import dev.martello.sealedmodel.SemVer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the sealed thing is called. {@code --version} means its version, not the program's. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
final class NameOptions {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Its name: letters, digits, '.', '_', '-'.")
  private String name;

  @Option(
      names = "--version",
      paramLabel = "SEMVER",
      defaultValue = "0.1.0",
      description = "Its version; default: ${DEFAULT-VALUE}.")
  private String version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  private boolean help;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  String name() {
    return name;
  }

  SemVer version() {
    try {
      return SemVer.parse(version);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--version: " + e.getMessage(), e);
    }
  }
}
