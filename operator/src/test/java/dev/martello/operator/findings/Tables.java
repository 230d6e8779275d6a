package dev.martello.operator.findings;

import java.util.List;
import java.util.stream.Stream;

/** All tables together. */
public final class Tables {
  private Tables() {}

  public static List<Row> rows() {
    return Stream.of(
            ModelRows.rows(),
            TrafficRows.rows(),
            NetworkRows.rows(),
            PodRows.rows(),
            UpkeepRows.rows())
        .flatMap(List::stream)
        .toList();
  }
}
