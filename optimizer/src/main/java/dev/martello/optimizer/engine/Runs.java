package dev.martello.optimizer.engine;

import ai.onnxruntime.OrtException;
import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Rows;
import java.util.Set;

/** Runs a model over rows, at most so many at once. */
final class Runs {
  private Runs() {}

  static void over(Engine engine, Rows rows, int most, Set<String> wanted, Engine.Reader reader)
      throws OptimizationRefused {
    var feed = new Feed(engine.inputs(), rows.data().features());
    int batch = Math.min(most, feed.batch());
    for (int from = 0; from < rows.size(); from += batch) {
      int count = Math.min(batch, rows.size() - from);
      try (var tensors = feed.tensors(rows, from, count)) {
        engine.run(tensors.byName(), wanted, reader);
      } catch (OrtException e) {
        throw new OptimizationRefused("ONNX Runtime refuses the data: " + e.getMessage(), e);
      }
    }
  }
}
