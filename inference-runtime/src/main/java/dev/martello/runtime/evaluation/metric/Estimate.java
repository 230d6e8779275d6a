package dev.martello.runtime.evaluation.metric;

/** A figure and its 95 % confidence interval. */
public record Estimate(double value, double lower, double upper, int rows) {}
