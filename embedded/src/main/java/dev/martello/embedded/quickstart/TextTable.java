package dev.martello.embedded.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Columns as wide as their widest cell, three spaces apart, as kubectl prints them; pure. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  TextTable row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  String indented(String indent) {
    return rows.stream()
        .map(row -> (indent + line(row)).stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      line.append(row.get(column)).append(" ".repeat(width(column) - row.get(column).length() + 3));
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
