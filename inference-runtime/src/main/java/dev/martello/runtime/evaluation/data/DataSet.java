package dev.martello.runtime.evaluation.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records to judge a model by, with or without the right answers. A column whose name begins with
 * {@code slice:} is never given to the model: it says to which part of the data a record belongs.
 */
public final class DataSet {
  /** What the names of columns begin with that say where a record belongs. */
  static final String SLICE = "slice:";

  private static final int NUMPY = 0x93;

  private final List<Feature> features;
  private final double @Nullable [] labels;
  private final Map<String, double[]> slices;
  private final List<byte[]> identities;

  DataSet(
      List<Feature> features,
      double @Nullable [] labels,
      Map<String, double[]> slices,
      List<byte[]> identities) {
    this.features = List.copyOf(features);
    this.labels = labels;
    this.slices = new TreeMap<>(slices);
    this.identities = List.copyOf(identities);
  }

  /** Reads .csv, .npy or .npz. */
  public static DataSet read(Path file, Optional<String> label) throws DataRefused, IOException {
    String name = file.toString();
    if (!name.endsWith(".csv") && !name.endsWith(".npy") && !name.endsWith(".npz")) {
      throw new DataRefused(name + " is neither .csv nor .npy nor .npz: convert it to one");
    }
    return read(Files.readAllBytes(file), name, label);
  }

  /** Reads what its first bytes say: a zip archive of arrays, one array, or else a table. */
  public static DataSet read(byte[] bytes, String where, Optional<String> label)
      throws DataRefused {
    int first = bytes.length == 0 ? -1 : Byte.toUnsignedInt(bytes[0]);
    boolean zip = first == 'P' && bytes.length > 3 && bytes[1] == 'K' && bytes[2] == 3;
    return zip || first == NUMPY
        ? NumpyArchive.read(bytes, zip, where, label)
        : CsvTable.read(bytes, where, label);
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

  /** The columns that say where a record belongs, without {@code slice:}. */
  public List<String> sliceColumns() {
    return List.copyOf(slices.keySet());
  }

  /** What such a column says of a row; empty if there is no such column. */
  public Optional<Double> slice(String column, int row) {
    return Optional.ofNullable(slices.get(column)).map(values -> values[row]);
  }

  /** What a row consists of: equal rows have equal identities. */
  public byte[] identity(int row) {
    return identities.get(row).clone();
  }
}
