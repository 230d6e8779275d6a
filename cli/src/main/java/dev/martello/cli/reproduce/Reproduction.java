package dev.martello.cli.reproduce;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Refusal;
import dev.martello.cli.Sha256;
import dev.martello.cli.image.Tool;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.search.Prepared;
import dev.martello.optimizer.search.Rebuild;
import dev.martello.runtime.evaluation.data.DataRefused;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.sealedmodel.Evaluation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Does again what a lineage records, link by link, and stops at the first whose files differ: what
 * follows is made of them.
 *
 * @param directory what is there
 * @param out what is made
 */
record Reproduction(Path directory, Lineage lineage, Path out, PrintWriter print) {
  private static final JsonMapper JSON = new JsonMapper();

  void run(Path interpreter) throws Refusal, IOException, InterruptedException {
    Files.createDirectories(out);
    Tool.run(
        out,
        List.of(
            interpreter.toString(),
            lineage.code().toAbsolutePath().toString(),
            out.toAbsolutePath().toString()),
        "the training code fails by itself; run it by hand");
    compare(Link.TRAINING, made());
    if (lineage.optimization().isPresent()) {
      try {
        optimize(lineage.optimization().get());
      } catch (OptimizationRefused | DataRefused refused) {
        throw new Refusal(String.valueOf(refused.getMessage()), refused);
      }
    }
  }

  private void optimize(Lineage.Optimization recorded)
      throws OptimizationRefused, DataRefused, Refusal, IOException {
    Path model = out.resolve(recorded.model());
    Path evaluation = out.resolve(recorded.evaluation());
    Prepared prepared = Prepared.of(Files.readAllBytes(model), model.toString());
    Split split = Split.of(DataSet.read(evaluation, Optional.empty()), recorded.seed());
    byte[] smaller = Rebuild.of(prepared, split, recorded.plan());
    Path file = Files.write(out.resolve(recorded.file()), smaller);
    compare(Link.OPTIMIZATION, List.of(file));

    Estimate figure =
        Rebuild.judge(smaller, prepared, split, recorded.metric(), recorded.ctcBlank());
    Evaluation report =
        new Evaluation(
            recorded.metric().word(),
            rounded(figure.value()),
            rounded(figure.lower()),
            rounded(figure.upper()),
            figure.rows(),
            Sha256.of(evaluation));
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    compare(Link.EVALUATION, List.of(Files.writeString(out.resolve(recorded.report()), text)));
  }

  /** Six digits: what is left is noise. */
  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  private List<Path> made() throws IOException, Refusal {
    try (var files = Files.list(out)) {
      List<Path> all = files.sorted().toList();
      if (all.isEmpty()) {
        throw new Refusal(
            lineage.code() + " wrote nothing into the directory that it was given: let it do so");
      }
      return all;
    }
  }

  /** Says of each file whether it is the same, and refuses if any isn't. */
  private void compare(Link link, List<Path> files) throws Refusal, IOException {
    List<String> different = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      Path theirs = directory.resolve(name);
      boolean same = Files.isRegularFile(theirs) && Files.mismatch(file, theirs) < 0;
      print.printf(
          "%-9s  %-12s  %s  %s%n", same ? "same" : "DIFFERENT", link, Sha256.of(file), theirs);
      if (!same) {
        different.add(name);
      }
    }
    print.flush();
    if (!different.isEmpty()) {
      throw new Refusal(
          "%s: the link %s differs in %s: what is there was not made as %s records, or is absent"
              .formatted(directory, link, String.join(", ", different), Lineage.FILE));
    }
  }
}
