package dev.martello.optimizer.data;

import dev.martello.optimizer.OptimizationRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records to judge a model by, with or without the right answers. */
public final class DataSet {
  private final List<Feature> features;
  private final double @Nullable [] labels;
  private final List<byte[]> identities;

  DataSet(List<Feature> features, double @Nullable [] labels, List<byte[]> identities) {
    this.features = List.copyOf(features);
    this.labels = labels;
    this.identities = List.copyOf(identities);
  }

  /** Reads .csv, .npy or .npz. */
  public static DataSet read(Path file, Optional<String> label)
      throws OptimizationRefused, IOException {
    String name = file.toString();
    byte[] bytes = Files.readAllBytes(file);
    if (name.endsWith(".csv")) {
      return CsvTable.read(bytes, name, label);
    }
    if (name.endsWith(".npy") || name.endsWith(".npz")) {
      return NumpyArchive.read(bytes, name, label);
    }
    throw new OptimizationRefused(name + " is neither .csv nor .npy nor .npz: convert it to one");
  }

  public int rows() {
    return identities.size();
  }

  public List<Feature> features() {
    return features;
  }

  public boolean isLabelled() {
    return labels != null;
  }

  /** The right answer of a row; only for labelled data. */
  public double label(int row) {
    if (labels == null) {
      throw new IllegalStateException("the data has no labels");
    }
    return labels[row];
  }

  /** What a row consists of: equal rows have equal identities. */
  byte[] identity(int row) {
    return identities.get(row);
  }
}
