package dev.martello.operator.findings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a profile may demand of a check besides; which check knows which is in {@link #of}. */
enum Parameter {
  MINIMUM("minimum", "0(\\.[0-9]{1,6})?|1(\\.0{1,6})?", "least accuracy, such as 0.95"),
  NODES("nodes", "[2-9]|[1-9][0-9]", "on how many nodes the pods must be, from 2 to 99"),
  WITHIN_DAYS("withinDays", "[1-9][0-9]{0,3}", "how many days that may be away, from 1 to 9999");

  private static final Map<String, Parameter> OF =
      Map.of(
          "accuracy-report", MINIMUM,
          "accuracy-evaluated", MINIMUM,
          "redundancy", NODES,
          "review-due", WITHIN_DAYS);

  private final String word;
  private final String form;
  private final String what;

  Parameter(String word, String form, String what) {
    this.word = word;
    this.form = form;
    this.what = what;
  }

  String word() {
    return word;
  }

  String what() {
    return what;
  }

  boolean takes(String value) {
    return value.matches(form);
  }

  /** The one that this check knows; a manual one knows how old a judgement may be. */
  static Optional<Parameter> of(Check check) {
    return check.manual() ? Optional.of(WITHIN_DAYS) : Optional.ofNullable(OF.get(check.id()));
  }

  /** What is wrong with these, in words; empty if nothing is. */
  static Optional<String> problem(Check check, Map<String, String> parameters) {
    List<String> problems =
        parameters.entrySet().stream()
            .filter(
                entry ->
                    of(check)
                        .filter(known -> known.word.equals(entry.getKey()))
                        .filter(known -> known.takes(entry.getValue()))
                        .isEmpty())
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .sorted()
            .toList();
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the profile's parameter %s is not one of this check, or no value for it"
                .formatted(String.join(", ", problems)));
  }
}
