/**
 * {@code martello report}: the status of ModelDeployments as a file for people and for audit tools.
 * Pure but for the command itself: what was read in, text out.
 */
@NullMarked
package dev.martello.cli.report;

import org.jspecify.annotations.NullMarked;
