package dev.martello.cli;

import dev.martello.sealedmodel.ModelRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns whatever ended a command into one line on stderr and exit code 1. Never a stack trace,
 * unless MARTELLO_DEBUG is set.
 */
final class Failures implements IExecutionExceptionHandler {
  static final int REFUSED = 1;

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    command.getErr().println("martello: " + OneLine.of(message(failure)));
    if (System.getenv("MARTELLO_DEBUG") != null) {
      failure.printStackTrace(command.getErr());
    }
    return REFUSED;
  }

  private static String message(Exception failure) {
    return switch (failure) {
      case Refusal refusal -> String.valueOf(refusal.getMessage());
      case ModelRefused refused -> refused.reason() + ": " + refused.getMessage();
      case UncheckedIOException io -> io.getCause() == null ? io.toString() : ofFile(io.getCause());
      case IOException io -> ofFile(io);
      case InterruptedException interrupted -> "interrupted";
      default ->
          "this is a fault of martello, not of what you typed: "
              + failure
              + "; MARTELLO_DEBUG=1 shows where";
    };
  }

  private static String ofFile(IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist: check the path";
      case FileAlreadyExistsException present ->
          present.getFile()
              + " exists already: "
              + (present.getReason() == null ? "remove it or name another" : present.getReason());
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NotDirectoryException file -> file.getFile() + " is not a directory: name a directory";
      default -> String.valueOf(failure.getMessage());
    };
  }
}
