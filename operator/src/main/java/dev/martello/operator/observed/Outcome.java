package dev.martello.operator.observed;

/** How an attempt ended. The names are those of the evidence document. */
public enum Outcome {
  /** It went through. */
  Accepted,
  /** The other side, or the kernel, said no. */
  Refused,
  /** Nothing answered in time: what a network policy that drops packets looks like. */
  TimedOut,
  /** What was looked for isn't there. */
  Absent,
  /** Not attempted. */
  NotTried
}
