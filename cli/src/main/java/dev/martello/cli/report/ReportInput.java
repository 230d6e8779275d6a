package dev.martello.cli.report;

import dev.martello.cli.GivenText;
import dev.martello.cli.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What kubectl printed, from a file or standard input. */
final class ReportInput {
  private ReportInput() {}

  static List<Deployment> read(@Nullable Path file) throws Refusal, IOException {
    var given =
        GivenText.read(file, DeploymentReader.MAX_BYTES, "take one namespace after the other");
    return DeploymentReader.read(given.text(), given.name());
  }
}
