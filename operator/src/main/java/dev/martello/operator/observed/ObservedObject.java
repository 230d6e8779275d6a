package dev.martello.operator.observed;

/**
 * How one rendered object stands in the cluster after this round's writes.
 *
 * @param detail for people: which fields, which field manager, the API server's answer; empty if
 *     all is well. Must not change while nothing changes
 */
public record ObservedObject(String kind, String name, Standing standing, String detail) {

  /** From good to bad. */
  public enum Standing {
    /** As rendered, and nobody else owns a field of its spec or data. */
    AsRendered,
    /** Others have changed or added fields, and that isn't undone yet. */
    Drifted,
    /** Not there (yet). */
    Missing,
    /** An object of this name exists that isn't ours; it is left alone. */
    NotOurs,
    /** The API server refused our write. */
    Failed
  }

  public static ObservedObject asRendered(String kind, String name) {
    return new ObservedObject(kind, name, Standing.AsRendered, "");
  }
}
