package dev.martello.cli;

import dev.martello.cli.audit.AuditCommand;
import dev.martello.cli.authority.CaCommand;
import dev.martello.cli.image.ImageCommand;
import dev.martello.cli.keys.KeygenCommand;
import dev.martello.cli.model.InspectCommand;
import dev.martello.cli.model.OpenCommand;
import dev.martello.cli.model.ResealCommand;
import dev.martello.cli.model.RewrapCommand;
import dev.martello.cli.model.SealCommand;
import dev.martello.cli.model.SealDatasetCommand;
import dev.martello.cli.optimize.OptimizeCommand;
import dev.martello.cli.report.InventoryCommand;
import dev.martello.cli.report.ReportCommand;
import dev.martello.cli.reproduce.ReproduceCommand;
import dev.martello.cli.rollback.RollbackCommand;
import dev.martello.cli.run.RunCommand;
import dev.martello.cli.signing.SignCommand;
import dev.martello.cli.signing.VerifyCommand;
import dev.martello.cli.trace.TraceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command {@code martello}. Exit codes: 0 done, 1 refused (one line on stderr says why), 2
 * wrong usage.
 */
@Command(
    name = "martello",
    description =
        "Seals machine-learning models, checks and serves them, builds the images that run them on Kubernetes, and reports on them.",
    mixinStandardHelpOptions = true,
    version = "martello 0.1.0-SNAPSHOT",
    subcommands = {
      KeygenCommand.class,
      OptimizeCommand.class,
      ReproduceCommand.class,
      SealCommand.class,
      SealDatasetCommand.class,
      SignCommand.class,
      VerifyCommand.class,
      InspectCommand.class,
      RewrapCommand.class,
      ResealCommand.class,
      OpenCommand.class,
      RunCommand.class,
      ImageCommand.class,
      ReportCommand.class,
      InventoryCommand.class,
      TraceCommand.class,
      AuditCommand.class,
      RollbackCommand.class,
      CaCommand.class
    })
public final class Martello {
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line as {@link #main} runs it, for tests in the same process. */
  public static CommandLine commandLine() {
    return new CommandLine(new Martello())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(110)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new Failures());
  }
}
