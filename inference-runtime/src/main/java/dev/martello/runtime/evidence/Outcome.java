package dev.martello.runtime.evidence;

/** How an attempt ended. */
enum Outcome {
  /** It went through. */
  Accepted,
  /** It was turned away. */
  Refused,
  /** Nobody answered in time. */
  TimedOut,
  /** There was nothing to try it on. */
  Absent,
  /** It was not tried, since it is not known where. */
  NotTried
}
