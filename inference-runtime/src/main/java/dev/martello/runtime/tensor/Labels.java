package dev.martello.runtime.tensor;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;

/** Class labels, which are whole numbers or strings. */
final class Labels {
  private Labels() {}

  static String json(List<Object> labels) {
    return labels.stream()
        .map(
            label ->
                label instanceof Long number
                    ? number.toString()
                    : "\""
                        + new String(
                            JsonStringEncoder.getInstance().quoteAsString(label.toString()))
                        + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }
}
