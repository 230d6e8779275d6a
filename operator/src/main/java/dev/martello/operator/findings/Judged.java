package dev.martello.operator.findings;

/** A check and what it found. */
public record Judged(Check check, Verdict verdict) {}
