package dev.martello.sealedmodel;

import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.json.Document;
import dev.martello.sealedmodel.json.Fields;
import java.util.regex.Pattern;

/**
 * How well the model did on a data set that it had not seen.
 *
 * @param metric such as {@code accuracy}, which lies between 0 and 1
 * @param lower lower end of the confidence interval, at most {@code value}
 * @param upper upper end, at least {@code value}
 * @param rows how many records were judged
 * @param datasetSha256 of the evaluation set's file, 64 lower-case hex digits
 */
public record Evaluation(
    String metric, double value, double lower, double upper, long rows, String datasetSha256) {
  private static final Pattern METRIC = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

  public Evaluation {
    if (!METRIC.matcher(metric).matches()) {
      throw new IllegalArgumentException(
          "metric must be a word like accuracy, is '" + metric + "'");
    }
    if (!Double.isFinite(lower) || !Double.isFinite(upper) || !(lower <= value && value <= upper)) {
      throw new IllegalArgumentException("lower, value, upper must be finite and in this order");
    }
    if (metric.equals("accuracy") && (lower < 0 || upper > 1)) {
      throw new IllegalArgumentException("an accuracy and its interval lie between 0 and 1");
    }
    if (rows < 1) {
      throw new IllegalArgumentException("rows must be 1 or more");
    }
    if (!Hex.isSha256(datasetSha256)) {
      throw new IllegalArgumentException("datasetSha256 must be 64 lower-case hex digits");
    }
  }

  /**
   * Reads a report: one JSON object with exactly these six fields.
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason ManifestInvalid
   */
  public static Evaluation parse(byte[] report, String where) throws ModelRefused {
    return parse(
        new Document(where, Reason.ManifestInvalid, "evaluate the model again").read(report));
  }

  static Evaluation parse(Fields fields) throws ModelRefused {
    String metric = fields.text("metric");
    double value = fields.number("value");
    double lower = fields.number("lower");
    double upper = fields.number("upper");
    long rows = fields.integer("rows");
    String dataset = fields.text("datasetSha256");
    fields.nothingElse();
    return fields.checked(() -> new Evaluation(metric, value, lower, upper, rows, dataset));
  }
}
