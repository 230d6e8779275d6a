package dev.martello.runtime.http;

import java.util.function.BooleanSupplier;

/** What all connections of a port share; {@code name} is the port's name in the log. */
public record PortTerms(
    String name,
    Endpoint endpoint,
    PortLimits limits,
    BodyBudget budget,
    TrafficObserver observer,
    BooleanSupplier draining) {}
