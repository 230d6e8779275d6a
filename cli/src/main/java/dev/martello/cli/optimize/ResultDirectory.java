package dev.martello.cli.optimize;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Sha256;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.report.Picture;
import dev.martello.optimizer.search.Demand;
import dev.martello.optimizer.search.SearchResult;
import dev.martello.runtime.evaluation.metric.Estimate;
import dev.martello.sealedmodel.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is left of a search: the model, {@code evaluation.json} for {@code martello seal}, {@code
 * report.json} with all that was measured, and {@code plans.svg}.
 */
record ResultDirectory(Path directory, Path original, Path dataset, Split split, Demand demand) {
  static final String MODEL = "model.onnx";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  void write(SearchResult result, SearchResult.Chosen chosen) throws IOException {
    writeReport(result);
    Files.write(directory.resolve(MODEL), chosen.model());
    Estimate unseen = chosen.unseen();
    var evaluation =
        new Evaluation(
            demand.metric().word(),
            unseen.value(),
            unseen.lower(),
            unseen.upper(),
            unseen.rows(),
            Sha256.of(dataset));
    JSON.writeValue(directory.resolve("evaluation.json").toFile(), evaluation);
  }

  void writeReport(SearchResult result) throws IOException {
    Files.createDirectories(directory);
    var report = new ReportJson(result, split, demand);
    JSON.writeValue(
        directory.resolve("report.json").toFile(),
        report.document(Sha256.of(original), Sha256.of(dataset)));
    Files.writeString(directory.resolve("plans.svg"), Picture.svg(result, demand.metric().word()));
  }
}
