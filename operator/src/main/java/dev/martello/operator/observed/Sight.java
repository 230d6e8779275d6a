package dev.martello.operator.observed;

/**
 * Something that we looked for: either its value, or why it could not be seen. What can't be seen
 * is never taken for good: the finding becomes Unknown with this reason.
 */
public sealed interface Sight<T> {

  /** It was seen. */
  record Seen<T>(T value) implements Sight<T> {}

  /**
   * It could not be seen.
   *
   * @param reason upper camel case, goes into the finding: {@code EvidenceMissing}, {@code
   *     Forbidden}, …
   * @param message one sentence for people; must not change while nothing changes (no times, no
   *     counters)
   */
  record Unseen<T>(String reason, String message) implements Sight<T> {}

  static <T> Sight<T> seen(T value) {
    return new Seen<>(value);
  }

  static <T> Sight<T> unseen(String reason, String message) {
    return new Unseen<>(reason, message);
  }
}
