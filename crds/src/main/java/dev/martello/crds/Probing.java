package dev.martello.crds;

/** Whether connections are attempted that the network policies must stop. */
public enum Probing {
  /** They are; they show in flow logs. */
  On,
  /** They are not, and the checks that rest on them are unknown. */
  Off
}
