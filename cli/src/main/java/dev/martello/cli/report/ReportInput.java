package dev.martello.cli.report;

import dev.martello.cli.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What kubectl printed, from a file or standard input. */
final class ReportInput {
  private ReportInput() {}

  static List<Deployment> read(@Nullable Path file) throws Refusal, IOException {
    try (InputStream in = file == null ? System.in : Files.newInputStream(file)) {
      var bytes = in.readNBytes(DeploymentReader.MAX_BYTES + 1);
      if (bytes.length > DeploymentReader.MAX_BYTES) {
        throw new Refusal(
            "more than %d MiB of input: take one namespace after the other"
                .formatted(DeploymentReader.MAX_BYTES >> 20));
      }
      return DeploymentReader.read(
          new String(bytes, StandardCharsets.UTF_8), file == null ? "stdin" : file.toString());
    }
  }
}
