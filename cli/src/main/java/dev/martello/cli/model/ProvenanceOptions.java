package dev.martello.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.cli.GitCommit;
import dev.martello.cli.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a model comes from. */
final class ProvenanceOptions {
  @Option(
      names = "--provenance",
      paramLabel = "FILE.json",
      description = "Where the model comes from: any JSON object, kept as it is.")
  private @Nullable Path provenance;

  @Option(
      names = "--training-commit",
      paramLabel = "COMMIT",
      description =
          "The full id of the Git commit that holds the training code; recorded with it, since no file can name the commit that it is in. Refused if Git knows, where --provenance lies, that it holds other code.")
  private @Nullable String commit;

  /** The object for the manifest; empty if nothing was given. */
  Optional<JsonNode> read() throws Refusal, IOException, InterruptedException {
    var given = JsonFile.readObject(provenance);
    if (commit == null) {
      return given;
    }
    if (!GitCommit.isId(commit)) {
      throw new Refusal(
          "--training-commit '" + commit + "' is no full commit id: take git rev-parse HEAD");
    }
    if (provenance == null
        || given.isEmpty()
        || !(given.get().path("trainingCode") instanceof ObjectNode code)) {
      throw new Refusal(
          "--training-commit needs a --provenance file with the object trainingCode: name there file and sha256 of the code");
    }
    var recorded = code.path("commit").asText(commit);
    if (!recorded.equals(commit)) {
      throw new Refusal(
          "--training-commit is %s, but %s says %s: leave one of them out"
              .formatted(commit, provenance, recorded));
    }
    requireSame(code, provenance, commit);
    code.put("commit", commit);
    return given;
  }

  /** What Git can't say here, {@code martello trace} says where the checkout is. */
  private static void requireSame(ObjectNode code, Path provenance, String commit)
      throws Refusal, IOException, InterruptedException {
    var directory = Objects.requireNonNull(provenance.toAbsolutePath().getParent());
    var file = code.path("file").asText("");
    var held = GitCommit.sha256(directory, commit, file);
    var expected = code.path("sha256").asText("");
    if (held.isPresent() && !held.get().equals(expected)) {
      throw new Refusal(
          "--training-commit %s holds another %s (sha256 %s, not %s): commit the code that trained the model"
              .formatted(commit, file, held.get(), expected));
    }
  }
}
