package dev.martello.operator.findings;

import dev.martello.crds.Finding;

/**
 * What a check found.
 *
 * @param reason upper camel case, at most 64 letters; anything else becomes {@code Other}
 * @param evidence what was looked at and seen, in words; the same as long as the cluster is the
 *     same
 */
public record Verdict(Finding finding, String reason, String evidence) {

  /** Longest evidence, so that a status with 50 controls stays small. */
  static final int MAX_EVIDENCE = 240;

  public Verdict {
    String text = evidence.strip();
    evidence = text.length() <= MAX_EVIDENCE ? text : text.substring(0, MAX_EVIDENCE - 1) + "…";
    reason = reason.matches("[A-Z][A-Za-z0-9]{0,63}") ? reason : "Other";
  }

  static Verdict satisfied(Reason reason, String evidence) {
    return new Verdict(Finding.Satisfied, reason.name(), evidence);
  }

  static Verdict notSatisfied(Reason reason, String evidence) {
    return new Verdict(Finding.NotSatisfied, reason.name(), evidence);
  }

  static Verdict notApplicable(Reason reason, String evidence) {
    return new Verdict(Finding.NotApplicable, reason.name(), evidence);
  }

  static Verdict manual(Reason reason, String evidence) {
    return new Verdict(Finding.Manual, reason.name(), evidence);
  }

  static Verdict unknown(Reason reason, String evidence) {
    return new Verdict(Finding.Unknown, reason.name(), evidence);
  }

  /** For what the rim could not see, whose reason it gave itself. */
  static Verdict unseen(String reason, String evidence) {
    return new Verdict(Finding.Unknown, reason, evidence);
  }
}
