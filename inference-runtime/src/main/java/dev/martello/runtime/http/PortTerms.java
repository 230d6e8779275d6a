package dev.martello.runtime.http;

import java.util.function.BooleanSupplier;

/** What all connections of a port share; {@code name} is the port's name in the log. */
public record PortTerms(
    String name,
    Endpoint endpoint,
    PortLimits limits,
    BodyBudget budget,
    TrafficObserver observer,
    BooleanSupplier draining) {

  /** The same for a connection that is to end also when its own time is over. */
  PortTerms until(BooleanSupplier over) {
    return new PortTerms(
        name,
        endpoint,
        limits,
        budget,
        observer,
        () -> draining.getAsBoolean() || over.getAsBoolean());
  }
}
