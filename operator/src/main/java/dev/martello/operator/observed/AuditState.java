package dev.martello.operator.observed;

/** What became of the audit trail's last head. */
public enum AuditState {
  /** It stands in the cluster as it was published, and verifies. */
  Published,
  /** The API server did not take it. */
  NotPublished,
  /** Another stands there, or none. */
  Changed,
  /** A line is not in the directory where lines are kept. */
  NotKept
}
