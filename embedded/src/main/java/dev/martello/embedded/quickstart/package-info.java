/**
 * The driver behind {@code ./quickstart}: seals the example, deploys it, asks it and shows the
 * compliance table, on the embedded cluster or on a real one.
 */
package dev.martello.embedded.quickstart;
