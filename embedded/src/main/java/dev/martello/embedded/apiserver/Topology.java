package dev.martello.embedded.apiserver;

import java.util.List;

/** How a field is owned and merged (structured-merge-diff's words). */
sealed interface Topology {
  /** An object whose fields are owned one by one. */
  record Granular() implements Topology {}

  /** Replaced as a whole. */
  record Atomic() implements Topology {}

  /** A list of distinct scalars. */
  record SetList() implements Topology {}

  /** A list whose items are told apart by these fields. */
  record KeyedList(List<String> keys) implements Topology {}

  Topology GRANULAR = new Granular();
  Topology ATOMIC = new Atomic();
  Topology SET = new SetList();
}
