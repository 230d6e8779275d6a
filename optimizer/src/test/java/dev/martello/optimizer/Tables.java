package dev.martello.optimizer;

import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.engine.AnswerReader;
import dev.martello.optimizer.engine.Engine;
import dev.martello.runtime.evaluation.data.DataSet;
import dev.martello.runtime.evaluation.metric.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import onnx.OnnxMl.ModelProto;

/** Random evaluation data, by way of a file as a user has it. */
public final class Tables {
  private Tables() {}

  public static DataSet unlabelled(Path directory, int rows, int columns) throws Exception {
    return DataSet.read(file(directory, rows, columns, null), Optional.empty());
  }

  /** Labels are what the model answers. */
  public static DataSet labelledBy(ModelProto model, Path directory, int rows, int columns)
      throws Exception {
    return DataSet.read(fileLabelledBy(model, directory, rows, columns), Optional.empty());
  }

  public static Path fileLabelledBy(ModelProto model, Path directory, int rows, int columns)
      throws Exception {
    // With a seed of 1 the split's parts hold every row once, in a known order per part.
    var plain = unlabelled(directory, rows, columns);
    var split = Split.of(plain, 1);
    var labels = new long[rows];
    try (var engine = Engine.load(model.toByteArray())) {
      for (var part :
          new dev.martello.optimizer.data.Rows[] {
            split.calibration().rows(), split.search().rows(), split.unseen().rows()
          }) {
        Answers answers = AnswerReader.answers(engine, part, OptionalLong.empty());
        for (int i = 0; i < part.size(); i++) {
          labels[part.at(i)] = answers.classOf(i);
        }
      }
    }
    return file(directory, rows, columns, labels);
  }

  private static Path file(Path directory, int rows, int columns, long[] labels)
      throws IOException {
    var random = new Random(7);
    var text = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      text.append(column == 0 ? "" : ",").append('c').append(column);
    }
    text.append(labels == null ? "\n" : ",label\n");
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        text.append(column == 0 ? "" : ",");
        text.append(String.format(Locale.ROOT, "%.5f", random.nextGaussian()));
      }
      text.append(labels == null ? "\n" : "," + labels[row] + "\n");
    }
    Path file = directory.resolve(labels == null ? "plain.csv" : "labelled.csv");
    return Files.writeString(file, text);
  }

  /** Mean difference between two models' scores on the unseen rows. */
  public static double distance(ModelProto a, ModelProto b, Split split) throws Exception {
    try (var first = Engine.load(a.toByteArray());
        var second = Engine.load(b.toByteArray())) {
      Answers left = AnswerReader.answers(first, split.unseen().rows(), OptionalLong.empty());
      Answers right = AnswerReader.answers(second, split.unseen().rows(), OptionalLong.empty());
      double sum = 0;
      for (int row = 0; row < left.rows(); row++) {
        for (int column = 0; column < left.width(); column++) {
          sum += Math.abs(left.score(row, column) - right.score(row, column));
        }
      }
      return sum / left.rows() / left.width();
    }
  }
}
