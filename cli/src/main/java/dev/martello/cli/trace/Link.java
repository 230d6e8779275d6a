package dev.martello.cli.trace;

import java.util.List;

/**
 * One step of the way back.
 *
 * @param name of what the step leads to
 * @param says what was looked at, and what was found
 */
record Link(String name, State state, String says) {
  enum State {
    /** Looked at, and as recorded. */
    HOLDS,
    /** Recorded and signed; what it names was not given, so it was not looked at. */
    UNCHECKED,
    /** Nobody recorded it, or it was not given. */
    MISSING,
    /** Looked at, and not as recorded. */
    BROKEN,
    /** There was no such step, as far as is recorded; not a gap. */
    NONE
  }

  static final int WHOLE = 0;
  static final int BROKEN_SOMEWHERE = 1;
  static final int GAPS = 3;

  static Link holds(String name, String says) {
    return new Link(name, State.HOLDS, says);
  }

  static Link unchecked(String name, String says) {
    return new Link(name, State.UNCHECKED, says);
  }

  static Link missing(String name, String says) {
    return new Link(name, State.MISSING, says);
  }

  static Link broken(String name, String says) {
    return new Link(name, State.BROKEN, says);
  }

  static Link none(String name, String says) {
    return new Link(name, State.NONE, says);
  }

  /** What the worst of them makes the command's exit code. */
  static int exitCode(List<Link> chain) {
    if (chain.stream().anyMatch(link -> link.state() == State.BROKEN)) {
      return BROKEN_SOMEWHERE;
    }
    return chain.stream()
            .anyMatch(link -> link.state() == State.MISSING || link.state() == State.UNCHECKED)
        ? GAPS
        : WHOLE;
  }
}
