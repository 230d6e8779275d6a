package dev.martello.operator.audit;

/**
 * What the verification came upon.
 *
 * @param what with the numbers and lines that it concerns
 */
public record AuditFinding(Kind kind, String what) {

  /** What it means. */
  public enum Kind {
    /** A line is not what it was. */
    Changed,
    /** Lines are missing where no rotation can have lost them. */
    Removed,
    /** A line stands where it does not belong. */
    Reordered,
    /** A line is there that the chain does not know. */
    Inserted,
    /** A head does not verify, or names another line than is there. */
    HeadDiffers,
    /** Lines are missing at the beginning or between two files: log rotation does that. */
    Gap,
    /** Lines after the last head: chained, and nobody signed for them. */
    UnsealedTail;

    public boolean tampering() {
      return this != Gap && this != UnsealedTail;
    }
  }
}
