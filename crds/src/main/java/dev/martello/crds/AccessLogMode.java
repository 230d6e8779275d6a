package dev.martello.crds;

/** Which requests get a line in the pods' logs. */
public enum AccessLogMode {
  All,
  Refusals,
  Sample
}
