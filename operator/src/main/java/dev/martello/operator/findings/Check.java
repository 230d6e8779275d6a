package dev.martello.operator.findings;

import dev.martello.crds.Grade;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One entry of the catalog.
 *
 * @param id stable, kebab-case; what exceptions and reports refer to
 * @param controls clauses of ISO/IEC 27001:2022 Annex A that it answers to in part
 * @param title in our own words
 * @param feeds the condition that takes it up; empty if it counts for Compliant alone
 * @param grade how good its evidence is at best
 * @param manual only a person can judge it, whatever the situation
 * @param judge total: returns a verdict for every situation
 */
public record Check(
    String id,
    List<String> controls,
    String title,
    Optional<ConditionType> feeds,
    Grade grade,
    Meaning meaning,
    boolean manual,
    Function<Situation, Verdict> judge) {

  /**
   * What the findings mean, for people.
   *
   * @param unknown when it can't be judged, besides missing or stale evidence
   */
  public record Meaning(String satisfied, String notSatisfied, String unknown) {}

  static Check feeding(
      ConditionType condition,
      Grade grade,
      String id,
      List<String> controls,
      String title,
      Meaning meaning,
      Function<Situation, Verdict> judge) {
    return new Check(id, controls, title, Optional.of(condition), grade, meaning, false, judge);
  }

  static Check counted(
      Grade grade,
      String id,
      List<String> controls,
      String title,
      Meaning meaning,
      Function<Situation, Verdict> judge) {
    return new Check(id, controls, title, Optional.empty(), grade, meaning, false, judge);
  }

  static Check manual(
      String id,
      List<String> controls,
      String title,
      Meaning meaning,
      Function<Situation, Verdict> judge) {
    return new Check(id, controls, title, Optional.empty(), Grade.Declared, meaning, true, judge);
  }

  /** The same check under the ids of another framework; none given: those that it has. */
  Check answering(List<String> ids) {
    return ids.isEmpty() ? this : new Check(id, ids, title, feeds, grade, meaning, manual, judge);
  }
}
