package dev.martello.cli.authority;

import dev.martello.cli.GivenText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello ca}: the roots to believe, as PEM. */
@Command(
    name = "ca",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the roots that clients of a ModelDeployment must believe, as PEM, if its status names each of them:",
      "kubectl get configmap/NAME-ca modeldeployment/NAME -o json | martello ca > ca.crt",
      "Two while the operator's CA is rotated: take both. Asks no API server."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class CaCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 4 << 20;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "A List of the two as JSON. Default: standard input.")
  private @Nullable Path file;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    var out = command.commandLine().getOut();
    var given = GivenText.read(file, MAX_BYTES, Roots.HOW);
    out.print(Roots.of(given.text(), given.name()).pem());
    out.flush();
    return 0;
  }
}
