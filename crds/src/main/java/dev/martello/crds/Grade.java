package dev.martello.crds;

/** How good a piece of evidence is, from least to most. */
public enum Grade {
  /** Read in an object. */
  Declared,
  /** The runtime says so. */
  Reported,
  /** Someone attempted it and saw what happened. */
  Tried
}
