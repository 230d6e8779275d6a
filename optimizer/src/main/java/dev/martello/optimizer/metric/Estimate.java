package dev.martello.optimizer.metric;

/** A figure and its 95 % confidence interval. */
public record Estimate(double value, double lower, double upper, int rows) {}
