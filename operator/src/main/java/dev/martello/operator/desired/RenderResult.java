package dev.martello.operator.desired;

/** What became of a spec: objects, or the reason why there are none. */
public sealed interface RenderResult {

  /** The spec is accepted. */
  record Rendered(Desired desired) implements RenderResult {}

  /**
   * The spec asks for what can't be; goes into the condition Accepted.
   *
   * @param reason upper camel case, one of {@link Rejection}
   * @param message which field, what is wrong, what to do
   */
  record Rejected(Rejection reason, String message) implements RenderResult {}
}
