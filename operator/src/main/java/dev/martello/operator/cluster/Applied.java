package dev.martello.operator.cluster;

import dev.martello.operator.observed.ObservedObject;
import java.util.List;

/** How an object stands after it was compared and, if need be, written. */
public record Applied(ObservedObject standing, List<Written> writes) {

  public Applied {
    writes = List.copyOf(writes);
  }
}
