package dev.martello.cli.rollback;

import dev.martello.cli.GivenText;
import dev.martello.crds.RevisionStatus;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello rollback}: the patch that goes back to an earlier revision. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the JSON merge patch that takes a ModelDeployment back to an earlier revision of its status.revisions:",
      "kubectl get modeldeployment NAME -o json | martello rollback |",
      "kubectl patch modeldeployment NAME --type=merge --patch-file=/dev/stdin",
      "Replicas, who may connect, governance and compliance stay as they are. The runtime's image and the trusted",
      "signers are today's. Asks no API server."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class RollbackCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 4 << 20;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "One ModelDeployment as JSON. Default: standard input.")
  private @Nullable Path file;

  @Option(
      names = "--to",
      paramLabel = "REVISION",
      description = "Which one. Default: the last one before the present that served.")
  private @Nullable String to;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    var given = GivenText.read(file, MAX_BYTES, Rollback.HOW);
    Rollback rollback = Rollback.of(given.text(), given.name(), Optional.ofNullable(to));
    var line = command.commandLine();
    line.getOut().println(rollback.json());
    line.getOut().flush();
    line.getErr().println(told(rollback.revision()));
    if (rollback.underGitOps()) {
      line.getErr()
          .println(
              "martello: Argo CD or Flux applies this object and may undo the change: revert the commit in its repository as well.");
    }
    return 0;
  }

  private static String told(RevisionStatus revision) {
    return "martello: back to revision %s (%s since %s, generation %d%s)"
        .formatted(
            revision.revision(),
            revision.result(),
            revision.since(),
            revision.generation(),
            revision.gitCommit() == null ? "" : ", git commit " + revision.gitCommit());
  }
}
