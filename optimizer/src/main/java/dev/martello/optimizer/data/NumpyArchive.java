package dev.martello.optimizer.data;

import dev.martello.optimizer.OptimizationRefused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Arrays whose first axis is the rows: one (.npy), or one for each input of the model (.npz). An
 * array {@code label}, {@code labels} or {@code y} holds the right answers.
 */
final class NumpyArchive {
  private static final List<String> LABELS = List.of("label", "labels", "y");

  private NumpyArchive() {}

  static DataSet read(byte[] bytes, String where, Optional<String> label)
      throws OptimizationRefused, IOException {
    Map<String, NumpyArray> arrays = arrays(bytes, where);
    NumpyArray labels = null;
    for (String name : label.map(List::of).orElse(LABELS)) {
      labels = labels == null ? arrays.remove(name) : labels;
    }
    if (arrays.isEmpty() || (label.isPresent() && labels == null)) {
      throw new OptimizationRefused(
          where
              + " lacks "
              + (arrays.isEmpty() ? "inputs" : label.orElse(""))
              + ": add that array");
    }
    return dataSet(arrays, labels, where);
  }

  private static DataSet dataSet(
      Map<String, NumpyArray> arrays, @Nullable NumpyArray labels, String where)
      throws OptimizationRefused {
    int rows = arrays.values().iterator().next().rows();
    var features = new ArrayList<Feature>();
    for (var entry : arrays.entrySet()) {
      if (entry.getValue().rows() != rows) {
        throw new OptimizationRefused(
            where + ": its arrays differ in their first axis: give each input a row per record");
      }
      features.add(entry.getValue().feature(entry.getKey()));
    }
    if (labels != null && labels.values().length != rows) {
      throw new OptimizationRefused(where + ": it needs exactly one label a row");
    }
    var identities = new ArrayList<byte[]>();
    for (int row = 0; row < rows; row++) {
      var identity = new ByteArrayOutputStream();
      for (NumpyArray array : arrays.values()) {
        identity.writeBytes(array.row(row));
      }
      identities.add(identity.toByteArray());
    }
    return new DataSet(features, labels == null ? null : labels.values(), identities);
  }

  private static Map<String, NumpyArray> arrays(byte[] bytes, String where)
      throws OptimizationRefused, IOException {
    var arrays = new TreeMap<String, NumpyArray>();
    if (where.endsWith(".npy")) {
      arrays.put("", NumpyArray.read(bytes, where));
      return arrays;
    }
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        arrays.put(name, NumpyArray.read(zip.readAllBytes(), where + " " + entry.getName()));
      }
    }
    return arrays;
  }
}
