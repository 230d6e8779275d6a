package dev.martello.cli.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a report is made of.
 *
 * @param time when it was made, to the second
 */
record Report(List<Deployment> deployments, CheckTexts texts, Instant time) {
  Report {
    time = time.truncatedTo(ChronoUnit.SECONDS);
  }
}
