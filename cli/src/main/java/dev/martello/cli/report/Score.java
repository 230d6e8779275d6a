package dev.martello.cli.report;

import dev.martello.crds.ControlStatus;
import dev.martello.crds.Finding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many controls of each finding; manual and not applicable ones don't count. */
record Score(Map<Finding, Integer> counts) {

  static Score of(List<ControlStatus> controls) {
    var counts = new EnumMap<Finding, Integer>(Finding.class);
    controls.forEach(control -> counts.merge(control.finding(), 1, Integer::sum));
    return new Score(counts);
  }

  int count(Finding finding) {
    return counts.getOrDefault(finding, 0);
  }

  int satisfied() {
    return count(Finding.Satisfied);
  }

  int counted() {
    return satisfied()
        + count(Finding.NotSatisfied)
        + count(Finding.Unknown)
        + count(Finding.Accepted);
  }

  /** The whole in one sentence; it never says that anything is certified. */
  String sentence() {
    if (counted() == 0) {
      return "Nothing was judged.";
    }
    if (count(Finding.NotSatisfied) > 0) {
      return "%d not satisfied: someone must act.".formatted(count(Finding.NotSatisfied));
    }
    if (count(Finding.Unknown) > 0) {
      return "Nothing found against it, but %d could not be looked at."
          .formatted(count(Finding.Unknown));
    }
    return count(Finding.Accepted) > 0
        ? "Satisfied but for %d that were accepted for a time.".formatted(count(Finding.Accepted))
        : "Every counted check is satisfied.";
  }

  /** As the resource shows it, such as 27/28. */
  @Override
  public String toString() {
    return satisfied() + "/" + counted();
  }
}
