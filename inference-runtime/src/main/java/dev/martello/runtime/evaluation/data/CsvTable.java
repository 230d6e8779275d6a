package dev.martello.runtime.evaluation.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Numbers separated by commas (RFC 4180 without quotes) under one line of names. The column {@code
 * label}, or the one that was named, is the right answer; without one the data is unlabelled.
 */
final class CsvTable {
  private static final String LABEL = "label";

  private CsvTable() {}

  static DataSet read(byte[] bytes, String where, Optional<String> label) throws DataRefused {
    List<String> lines =
        new String(bytes, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    if (lines.size() < 2) {
      throw new DataRefused(where + " has no rows: it needs a line of names and rows");
    }
    List<String> names = Arrays.asList(lines.get(0).split(",", -1));
    int answer = names.indexOf(label.orElse(LABEL));
    if (label.isPresent() && answer < 0) {
      throw new DataRefused(
          "%s has no column %s, only %s: name one of them".formatted(where, label.get(), names));
    }
    int rows = lines.size() - 1;
    var slices = new TreeMap<String, double[]>();
    for (String name : names) {
      if (name.startsWith(DataSet.SLICE)) {
        slices.put(name.substring(DataSet.SLICE.length()), new double[rows]);
      }
    }
    int width = names.size() - slices.size() - (answer < 0 ? 0 : 1);
    var values = new double[rows * width];
    var labels = new double[rows];
    var identities = new ArrayList<byte[]>(rows);
    for (int row = 0; row < rows; row++) {
      String line = lines.get(row + 1);
      double[] cells = numbers(line, names.size(), where + " line " + (row + 2));
      int at = row * width;
      for (int column = 0; column < cells.length; column++) {
        if (column == answer) {
          labels[row] = cells[column];
        } else if (names.get(column).startsWith(DataSet.SLICE)) {
          String name = names.get(column).substring(DataSet.SLICE.length());
          Objects.requireNonNull(slices.get(name))[row] = cells[column];
        } else {
          values[at++] = cells[column];
        }
      }
      identities.add(line.getBytes(StandardCharsets.UTF_8));
    }
    var table = new Feature("", new int[] {width}, values);
    return new DataSet(List.of(table), answer < 0 ? null : labels, slices, identities);
  }

  private static double[] numbers(String line, int expected, String where) throws DataRefused {
    String[] cells = line.split(",", -1);
    if (cells.length != expected) {
      throw new DataRefused(
          "%s has %d cells, the line of names %d: repair it"
              .formatted(where, cells.length, expected));
    }
    var numbers = new double[expected];
    for (int i = 0; i < expected; i++) {
      try {
        numbers[i] = Double.parseDouble(cells[i].strip());
      } catch (NumberFormatException e) {
        throw new DataRefused(
            "%s has '%s', which is no number: encode it as one".formatted(where, cells[i]), e);
      }
    }
    return numbers;
  }
}
