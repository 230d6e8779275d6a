package dev.martello.runtime.management;

import static dev.martello.runtime.metrics.PrometheusText.label;

import dev.martello.runtime.limits.CallerGroup;
import dev.martello.runtime.limits.CallerLimits;
import dev.martello.runtime.metrics.PrometheusText;
import java.util.function.ToLongFunction;

/** Metrics of groups of callers; none where there are no groups. */
final class LimitMetrics {
  private LimitMetrics() {}

  static void write(CallerLimits limits, PrometheusText text) {
    if (limits.none()) {
      return;
    }
    each(
        limits,
        "martello_answers_limited_total",
        "counter",
        "Answers of which a group's callers were not shown everything.",
        CallerGroup::limitedSoFar,
        text);
    each(
        limits,
        "martello_rate_refusals_total",
        "counter",
        "Calls of a group's callers that came too soon.",
        CallerGroup::refusedSoFar,
        text);
    each(
        limits,
        "martello_callers_remembered",
        "gauge",
        "Callers of a group whose use is counted.",
        CallerGroup::accounts,
        text);
  }

  private static void each(
      CallerLimits limits,
      String name,
      String type,
      String help,
      ToLongFunction<CallerGroup> value,
      PrometheusText text) {
    text.family(name, type, help);
    for (CallerGroup group : limits.groups()) {
      text.sample(name, label("limits", group.limit().name()), value.applyAsLong(group));
    }
  }
}
