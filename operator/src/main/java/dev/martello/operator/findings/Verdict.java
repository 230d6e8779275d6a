package dev.martello.operator.findings;

import dev.martello.crds.Finding;

/**
 * What a check found.
 *
 * @param reason upper camel case
 * @param evidence what was looked at and seen, in words; the same as long as the cluster is the
 *     same
 */
public record Verdict(Finding finding, String reason, String evidence) {

  /** Longest evidence, so that a status with 50 controls stays small. */
  static final int MAX_EVIDENCE = 240;

  private static final int MAX_REASON = 64;

  public Verdict {
    evidence = shortened(evidence.strip(), MAX_EVIDENCE);
    reason = reason.matches("[A-Z][A-Za-z0-9]*") ? shortened(reason, MAX_REASON) : "Other";
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

  private static String shortened(String text, int most) {
    return text.length() <= most
        ? text
        : text.substring(0, most - 1) + (most == MAX_REASON ? "" : "…");
  }
}
