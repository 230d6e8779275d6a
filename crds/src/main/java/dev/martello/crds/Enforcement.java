package dev.martello.crds;

/** What follows when a control is not satisfied. */
public enum Enforcement {
  /** It is reported; serving goes on. */
  Report,
  /** The revision goes to zero replicas until the spec changes. */
  Block
}
