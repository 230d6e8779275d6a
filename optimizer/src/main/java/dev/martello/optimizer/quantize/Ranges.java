package dev.martello.optimizer.quantize;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.optimizer.data.Split;
import dev.martello.optimizer.engine.Activations;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import onnx.OnnxMl.ModelProto;

/** What tensors hold over the calibration rows: least, most, and a histogram between them. */
public final class Ranges {
  private static final int BINS = 4096;

  private final Map<String, Seen> seen = new HashMap<>();

  private static final class Seen {
    private float least;
    private float most;
    private long count;
    private final long[] bins = new long[BINS];

    private int bin(float value) {
      return Math.min(BINS - 1, (int) ((value - least) / (most - least) * BINS));
    }

    private float edge(int bin) {
      return least + (most - least) * bin / BINS;
    }
  }

  public static Ranges of(ModelProto model, Set<String> tensors, Split.Calibration calibration)
      throws OptimizationRefused {
    var ranges = new Ranges();
    tensors.forEach(tensor -> ranges.seen.put(tensor, new Seen()));
    Activations.observe(
        model, tensors, calibration, (name, shape, seen) -> ranges.extend(name, seen));
    Activations.observe(
        model, tensors, calibration, (name, shape, seen) -> ranges.count(name, seen));
    return ranges;
  }

  private Seen of(String tensor) {
    Seen found = seen.get(tensor);
    if (found == null) {
      throw new IllegalArgumentException(tensor + " was not observed");
    }
    return found;
  }

  private void extend(String tensor, FloatBuffer values) {
    Seen here = of(tensor);
    while (values.hasRemaining()) {
      float value = values.get();
      if (Float.isFinite(value)) {
        here.least = Math.min(here.least, value);
        here.most = Math.max(here.most, value);
      }
    }
  }

  private void count(String tensor, FloatBuffer values) {
    Seen here = of(tensor);
    if (here.most == here.least) {
      return;
    }
    while (values.hasRemaining()) {
      float value = values.get();
      if (Float.isFinite(value)) {
        here.bins[here.bin(value)]++;
        here.count++;
      }
    }
  }

  Range range(String tensor, Calibration method) {
    Seen here = of(tensor);
    long outside = (long) ((1 - method.share()) / 2 * here.count);
    int low = 0;
    int high = BINS - 1;
    for (long cut = here.bins[low]; cut <= outside && low < high; cut += here.bins[low]) {
      low++;
    }
    for (long cut = here.bins[high]; cut <= outside && high > low; cut += here.bins[high]) {
      high--;
    }
    boolean all = outside == 0;
    return new Range(all ? here.least : here.edge(low), all ? here.most : here.edge(high + 1));
  }
}
