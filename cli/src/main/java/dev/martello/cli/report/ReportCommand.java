package dev.martello.cli.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello report}: what the resources show, as a file for an auditor. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what ModelDeployments show of their controls as a file for people or audit tools:",
      "kubectl get modeldeployments -A -o json | martello report --format html --out report.html",
      "Believes what it is given: take it from the API server yourself."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class ReportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "ModelDeployments as JSON or YAML, one or a List. Default: standard input.")
  private @Nullable Path file;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to; a file of that name is replaced. Default: standard output.")
  private @Nullable Path out;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description =
          "The time that the report states, such as 2026-11-23T12:00:00Z, to make the same file again. Default: now.")
  private @Nullable Instant time;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    var deployments = ReportInput.read(file);
    var text =
        format.of(
            new Report(deployments, CheckTexts.ofCatalog(), time == null ? Instant.now() : time));
    var console = command.commandLine().getOut();
    if (out == null) {
      console.print(text);
    } else {
      Files.writeString(out, text);
      console.println("wrote %s (%d deployments)".formatted(out, deployments.size()));
    }
    console.flush();
    return 0;
  }
}
