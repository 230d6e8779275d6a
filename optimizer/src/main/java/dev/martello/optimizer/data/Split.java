package dev.martello.optimizer.data;

import dev.martello.optimizer.OptimizationRefused;
import dev.martello.runtime.evaluation.data.DataSet;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.stream.IntStream;

/**
 * The data in three parts that share no record, each of its own type so that one can't be taken for
 * another: calibration sets ranges and weights, the search compares plans, and only the chosen
 * model ever meets the unseen part.
 *
 * <p>Where a record goes is SHA-256 of the seed (8 bytes, big-endian) and the record's own bytes,
 * its first 32 bits as a share of 2³²: below 0.2 calibration, below 0.6 search, else unseen. So two
 * equal records are never on two sides, and the order of the file does not matter.
 */
public record Split(long seed, Calibration calibration, Search search, Unseen unseen) {
  private static final double CALIBRATION_BELOW = 0.2;
  private static final double SEARCH_BELOW = 0.6;
  private static final int FEWEST = 10;

  /** For ranges and for weights that make up for removed units. */
  public record Calibration(Rows rows) {}

  /** For comparing plans. */
  public record Search(Rows rows) {}

  /** For the last word on the chosen model. */
  public record Unseen(Rows rows) {}

  public static Split of(DataSet data, long seed) throws OptimizationRefused {
    var shares = new double[data.rows()];
    for (int row = 0; row < shares.length; row++) {
      shares[row] = share(seed, data.identity(row));
    }
    var split =
        new Split(
            seed,
            new Calibration(part(data, shares, 0, CALIBRATION_BELOW)),
            new Search(part(data, shares, CALIBRATION_BELOW, SEARCH_BELOW)),
            new Unseen(part(data, shares, SEARCH_BELOW, 1)));
    int least =
        Math.min(
            split.calibration.rows().size(),
            Math.min(split.search.rows().size(), split.unseen.rows().size()));
    if (least < FEWEST) {
      throw new OptimizationRefused(
          "the evaluation data has %d rows, of which one part of three gets only %d: give it at least 100 different rows"
              .formatted(data.rows(), least));
    }
    return split;
  }

  private static Rows part(DataSet data, double[] shares, double from, double below) {
    return new Rows(
        data,
        IntStream.range(0, shares.length)
            .filter(row -> shares[row] >= from && shares[row] < below)
            .toArray());
  }

  private static double share(long seed, byte[] identity) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
      long head = Integer.toUnsignedLong(ByteBuffer.wrap(digest.digest(identity)).getInt());
      return head / (double) (1L << Integer.SIZE);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
