package dev.martello.cli.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.martello.cli.GitCommit;
import dev.martello.cli.Sha256;
import dev.martello.sealedmodel.Evaluation;
import dev.martello.sealedmodel.Manifest;
import dev.martello.sealedmodel.ModelRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From a manifest that is signed to what the model was made of: code, commit, data, environment,
 * optimization, evaluation.
 */
final class ProvenanceLinks {
  private static final String NOT_GIVEN = "not among the files of --source";

  private final Manifest manifest;
  private final JsonNode provenance;
  private final Optional<Source> source;

  ProvenanceLinks(Manifest manifest, Optional<Source> source) {
    this.manifest = manifest;
    this.provenance = manifest.provenance().orElse(MissingNode.getInstance());
    this.source = source;
  }

  List<Link> links() throws IOException, InterruptedException {
    var links = new ArrayList<Link>();
    links.add(optimization());
    links.add(file("training code", provenance.path("trainingCode")));
    links.add(commit(provenance.path("trainingCode")));
    links.add(file("environment lock", provenance.path("environment")));
    links.add(file("dataset", provenance.path("dataset")));
    links.add(evaluation());
    return links;
  }

  private Link file(String link, JsonNode recorded) throws IOException {
    var name = recorded.path("file").asText("");
    var sha256 = recorded.path("sha256").asText("");
    if (sha256.isEmpty()) {
      return Link.missing(link, "the manifest's provenance records no digest of it");
    }
    return recorded(link, name, sha256);
  }

  /** Compares a file that is recorded by name and digest. */
  private Link recorded(String link, String name, String sha256) throws IOException {
    var what = (name.isEmpty() ? "" : name + " ") + "sha256:" + sha256;
    if (source.isEmpty()) {
      return Link.unchecked(link, what + ": no --source was given");
    }
    var named = source.get().named(name);
    if (named.isPresent()) {
      var found = Sha256.of(named.get());
      return found.equals(sha256)
          ? Link.holds(link, what)
          : Link.broken(link, what + ": " + named.get() + " has sha256:" + found);
    }
    return source
        .get()
        .withDigest(sha256)
        .map(file -> Link.holds(link, what + ", found as " + file))
        .orElseGet(() -> Link.unchecked(link, what + ": " + NOT_GIVEN));
  }

  private Link commit(JsonNode code) throws IOException, InterruptedException {
    var link = "training commit";
    var commit = code.path("commit").asText("");
    var file = code.path("file").asText("");
    if (commit.isEmpty()) {
      return Link.missing(link, "the manifest's provenance records no commit");
    }
    if (!GitCommit.isId(commit)) {
      return Link.broken(link, "'" + commit + "' is no full commit id");
    }
    if (source.isEmpty()) {
      return Link.unchecked(link, commit + ": no --source was given");
    }
    var held = GitCommit.sha256(source.get().directory(), commit, file);
    if (held.isEmpty()) {
      return Link.unchecked(link, commit + ": no checkout in --source that has it with " + file);
    }
    return held.get().equals(code.path("sha256").asText(""))
        ? Link.holds(link, commit + " holds this very " + file)
        : Link.broken(link, commit + " holds another " + file + ", sha256:" + held.get());
  }

  private Link optimization() throws IOException {
    var link = "optimization";
    var step = provenance.path("optimization");
    var plaintext = manifest.plaintext().sha256();
    if (!step.isObject()) {
      return Link.none(link, "none recorded; the model is sha256:" + plaintext);
    }
    var checked = recorded(link, step.path("file").asText(""), plaintext);
    return new Link(
        link,
        checked.state(),
        "%s of %s (martello reproduce does it again): %s"
            .formatted(
                step.path("plan").asText("a plan without a name"),
                step.path("model").asText("a model without a name"),
                checked.says()));
  }

  private Link evaluation() throws IOException {
    var link = "evaluation report";
    if (manifest.evaluation().isEmpty()) {
      return Link.missing(link, "the manifest holds none");
    }
    Evaluation report = manifest.evaluation().get();
    var what =
        "%s %s [%s, %s] on %d rows"
            .formatted(
                report.metric(), report.value(), report.lower(), report.upper(), report.rows());
    var file =
        source.flatMap(it -> it.named(provenance.path("optimization").path("report").asText("")));
    if (file.isPresent() && !same(file.get(), report)) {
      return Link.broken(link, what + ": " + file.get() + " says something else");
    }
    var data = recorded(link, "", report.datasetSha256());
    return new Link(link, data.state(), what + ", data " + data.says());
  }

  private static boolean same(Path file, Evaluation report) throws IOException {
    try {
      return Evaluation.parse(Files.readAllBytes(file), file.toString()).equals(report);
    } catch (ModelRefused notAReport) {
      return false;
    }
  }
}
