package dev.martello.cli.report;

import dev.martello.crds.Finding;
import dev.martello.crds.Grade;

/** How every format says the same thing. */
final class Words {
  static final String NO_CERTIFICATE =
      "A satisfied check is no certification: it answers a control of ISO/IEC 27001:2022 Annex A in part, for one"
          + " deployment, as far as a program can see it. Manual checks wait for a person.";

  static final String GRADES =
      "Evidence has a grade. Declared: read in an object. Reported: the runtime says so of itself. Tried: someone"
          + " attempted it and saw what happened. They are not equally good.";

  private Words() {}

  static String of(Finding finding) {
    return switch (finding) {
      case Satisfied -> "satisfied";
      case NotSatisfied -> "not satisfied";
      case NotApplicable -> "not applicable";
      case Manual -> "manual";
      case Unknown -> "unknown";
      case Accepted -> "accepted";
    };
  }

  static String of(Grade grade) {
    return switch (grade) {
      case Declared -> "declared";
      case Reported -> "reported";
      case Tried -> "tried";
    };
  }
}
