package dev.martello.cli.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code martello reproduce}: the same model again, from its recorded lineage. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description =
        "Trains, optimizes and evaluates again what a directory's provenance.json records, in a fresh environment, and compares every byte. Runs the directory's own training code. Refuses at the first link that differs.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class ReproduceCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description =
          "Directories with provenance.json and what was made; one environment serves those with the same wheels.")
  private List<Path> directories;

  @Option(
      names = "--python",
      paramLabel = "PYTHON",
      defaultValue = "python3.11",
      description = "The interpreter to make environments with; default: ${DEFAULT-VALUE}.")
  private String python;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "Where to put what was made, below the name of its directory; default: nowhere.")
  private @Nullable Path keep;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    Path work = Files.createTempDirectory("martello-reproduce");
    try {
      var environments = new Environments(python, work);
      for (int i = 0; i < directories.size(); i++) {
        Path directory = directories.get(i);
        Path out = Files.createDirectory(work.resolve("out-" + i));
        Lineage lineage = Lineage.read(directory);
        Path interpreter = environments.interpreter(lineage.environment());
        try {
          new Reproduction(directory, lineage, out, command.commandLine().getOut())
              .run(interpreter);
        } finally {
          keep(directory, out);
        }
      }
      return 0;
    } finally {
      delete(work);
    }
  }

  private void keep(Path directory, Path out) throws IOException {
    if (keep == null) {
      return;
    }
    Path into = Files.createDirectories(keep.resolve(directory.toRealPath().getFileName()));
    try (var files = Files.list(out)) {
      for (Path file : files.toList()) {
        Files.copy(file, into.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
