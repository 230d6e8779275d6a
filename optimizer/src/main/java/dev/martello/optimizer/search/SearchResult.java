package dev.martello.optimizer.search;

import dev.martello.runtime.evaluation.metric.Answers;
import dev.martello.runtime.evaluation.metric.Estimate;
import java.util.List;

/**
 * What came of a search.
 *
 * @param original the float model, measured as the others were
 * @param complete true if no plan was left to try, false if the budget ended it
 */
public record SearchResult(Trial original, List<Trial> trials, boolean complete, Outcome outcome) {
  /** A model, or a reason why there is none. */
  public sealed interface Outcome {}

  /**
   * The chosen model.
   *
   * @param unseen its figure on rows that neither calibration nor search had seen
   * @param unseenOriginal the float model's on the same rows
   * @param answers its answers for them
   * @param originalAnswers the float model's
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Chosen(
      Trial trial,
      byte[] model,
      Estimate unseen,
      Estimate unseenOriginal,
      Answers answers,
      Answers originalAnswers)
      implements Outcome {}

  /** None meets the demand, or none gains anything; the message says how near it came. */
  public record None(String message) implements Outcome {}
}
