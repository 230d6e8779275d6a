package dev.martello.operator.cluster;

import java.util.List;

/**
 * One write that the cluster took.
 *
 * @param by whose changes were undone: {@code manager: path}, or manager alone
 */
public record Written(What what, String kind, String name, List<String> by) {

  /** What was done. */
  public enum What {
    Created,
    Updated,
    /** Others had changed fields that are ours, or added some of their own. */
    DriftUndone,
    Recreated,
    Scaled,
    Deleted
  }

  public Written {
    by = List.copyOf(by);
  }
}
