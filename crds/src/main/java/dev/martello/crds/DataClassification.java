package dev.martello.crds;

/** How sensitive data is, from least to most. */
public enum DataClassification {
  Public,
  Internal,
  Confidential,
  Restricted
}
