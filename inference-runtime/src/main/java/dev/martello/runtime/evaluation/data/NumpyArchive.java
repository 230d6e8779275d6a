package dev.martello.runtime.evaluation.data;

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

  static DataSet read(byte[] bytes, boolean zip, String where, Optional<String> label)
      throws DataRefused {
    Map<String, NumpyArray> arrays = arrays(bytes, zip, where);
    Map<String, double[]> slices = slices(arrays);
    NumpyArray labels = null;
    for (String name : label.map(List::of).orElse(LABELS)) {
      labels = labels == null ? arrays.remove(name) : labels;
    }
    if (arrays.isEmpty() || (label.isPresent() && labels == null)) {
      throw new DataRefused(
          where
              + " lacks "
              + (arrays.isEmpty() ? "inputs" : label.orElse(""))
              + ": add that array");
    }
    return dataSet(arrays, labels, slices, where);
  }

  private static DataSet dataSet(
      Map<String, NumpyArray> arrays,
      @Nullable NumpyArray labels,
      Map<String, double[]> slices,
      String where)
      throws DataRefused {
    int rows = arrays.values().iterator().next().rows();
    var features = new ArrayList<Feature>();
    for (var entry : arrays.entrySet()) {
      if (entry.getValue().rows() != rows) {
        throw new DataRefused(
            where + ": its arrays differ in their first axis: give each input a row per record");
      }
      features.add(entry.getValue().feature(entry.getKey()));
    }
    if (labels != null && labels.values().length != rows) {
      throw new DataRefused(where + ": it needs exactly one label a row");
    }
    if (slices.values().stream().anyMatch(values -> values.length != rows)) {
      throw new DataRefused(where + ": an array slice:… needs exactly one number a row");
    }
    var identities = new ArrayList<byte[]>();
    for (int row = 0; row < rows; row++) {
      var identity = new ByteArrayOutputStream();
      for (NumpyArray array : arrays.values()) {
        identity.writeBytes(array.row(row));
      }
      identities.add(identity.toByteArray());
    }
    return new DataSet(features, labels == null ? null : labels.values(), slices, identities);
  }

  /** Takes them out of the arrays that the model is given. */
  private static Map<String, double[]> slices(Map<String, NumpyArray> arrays) {
    var slices = new TreeMap<String, double[]>();
    for (String name : List.copyOf(arrays.keySet())) {
      NumpyArray array = name.startsWith(DataSet.SLICE) ? arrays.remove(name) : null;
      if (array != null) {
        slices.put(name.substring(DataSet.SLICE.length()), array.values());
      }
    }
    return slices;
  }

  private static Map<String, NumpyArray> arrays(byte[] bytes, boolean zipped, String where)
      throws DataRefused {
    var arrays = new TreeMap<String, NumpyArray>();
    if (!zipped) {
      arrays.put("", NumpyArray.read(bytes, where));
      return arrays;
    }
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        arrays.put(name, NumpyArray.read(zip.readAllBytes(), where + " " + entry.getName()));
      }
    } catch (IOException e) {
      throw new DataRefused(where + " is no whole archive: write it again with numpy.savez", e);
    }
    return arrays;
  }
}
