package dev.martello.crds;

/** What a check found. */
public enum Finding {
  Satisfied,
  NotSatisfied,
  /** The control asks for nothing here; doesn't count. */
  NotApplicable,
  /** Only a person can judge it; doesn't count. */
  Manual,
  /** It could not be looked at. */
  Unknown,
  /** Not satisfied, and an approver accepted that for a time. */
  Accepted
}
