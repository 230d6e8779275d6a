package dev.martello.cli;

import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/**
 * Says in two lines what is wrong with the arguments and where the right ones are listed; the
 * process exits with 2.
 */
final class UsageErrors implements IParameterExceptionHandler {
  static final int USAGE = 2;

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    var command = wrong.getCommandLine();
    command.getErr().println("martello: " + OneLine.of(wrong.getMessage()));
    command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    return USAGE;
  }
}
