package dev.martello.cli.report;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello inventory}: what is deployed, and who answers for it. */
@Command(
    name = "inventory",
    mixinStandardHelpOptions = true,
    description = {
      "Lists every deployed model with owner, classification, purpose, digest, signer, key and next review:",
      "kubectl get modeldeployments -A -o json | martello inventory --csv"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class InventoryCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "ModelDeployments as JSON or YAML, one or a List. Default: standard input.")
  private @Nullable Path file;

  @Option(names = "--csv", description = "A line a model (RFC 4180), for a spreadsheet.")
  private boolean csv;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "When reviews are due or overdue, such as 2026-11-23T12:00:00Z. Default: now.")
  private @Nullable Instant time;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    var today = (time == null ? Instant.now() : time).atOffset(ZoneOffset.UTC).toLocalDate();
    var rows = Inventory.rows(ReportInput.read(file), today);
    var out = command.commandLine().getOut();
    out.print(csv ? Inventory.csv(rows) : Inventory.text(rows));
    out.flush();
    return 0;
  }
}
