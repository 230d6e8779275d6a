package dev.martello.optimizer.prune;

import dev.martello.optimizer.graph.FloatTensor;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Which units stay. */
final class Saliencies {
  private Saliencies() {}

  /** In order; at least one. Of two that are worth the same the earlier stays. */
  static int[] kept(DenseChain chain, Pruning pruning, HiddenUnits units) {
    FloatTensor in = chain.first().weights();
    FloatTensor out = chain.second().weights();
    var worth = new double[units.count()];
    for (int unit = 0; unit < worth.length; unit++) {
      double sent = norm(out, unit * out.size(1), 1, out.size(1));
      double own =
          switch (pruning.saliency()) {
            case MAGNITUDE -> norm(in, unit, in.size(1), in.size(0));
            case ACTIVATION -> Math.sqrt(units.covariance(unit, unit));
          };
      worth[unit] = own * sent;
    }
    int keep = Math.max(1, (int) Math.round(worth.length * (1 - pruning.share())));
    return IntStream.range(0, worth.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer unit) -> -worth[unit]))
        .limit(keep)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private static double norm(FloatTensor tensor, int from, int step, int count) {
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double value = tensor.values()[from + i * step];
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
