package dev.martello.embedded.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the server must know of a kind's fields in order to merge and default them. */
interface Schema {
  /**
   * The topology of an object field.
   *
   * @param path field names from the object's root; list items add nothing to it
   */
  Topology ofObject(List<String> path);

  /** The topology of a list field; {@link Topology#ATOMIC} if nothing else is said. */
  Topology ofList(List<String> path);

  /** Fills in what the caller left out, in place. */
  void applyDefaults(ObjectNode object);
}
