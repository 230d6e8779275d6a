package dev.martello.operator.status;

import static dev.martello.operator.findings.ConditionType.Compliant;

import dev.martello.crds.Finding;
import dev.martello.crds.Refusal;
import dev.martello.operator.findings.ConditionType;
import dev.martello.operator.findings.Judged;
import dev.martello.operator.findings.Profile;
import dev.martello.operator.findings.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The conditions that sum up findings: one per topic, and Compliant over all. */
final class TopicConditions {

  /** Reason of a revision that enforcement took down. */
  static final String NON_COMPLIANT = "NonCompliant";

  private TopicConditions() {}

  /** One statement per condition that any check feeds, in the order of {@link ConditionType}. */
  static List<Statement> of(List<Judged> judged) {
    List<Statement> statements = new ArrayList<>();
    for (ConditionType type : ConditionType.values()) {
      List<Judged> fed =
          judged.stream().filter(j -> j.check().feeds().equals(Optional.of(type))).toList();
      if (!fed.isEmpty()) {
        statements.add(topic(type, fed));
      }
    }
    return statements;
  }

  private static Statement topic(ConditionType type, List<Judged> fed) {
    List<Judged> bad = with(Finding.NotSatisfied, fed).toList();
    if (!bad.isEmpty()) {
      return Statement.no(type, bad.getFirst().verdict().reason(), words(bad));
    }
    List<Judged> open = with(Finding.Unknown, fed).toList();
    if (!open.isEmpty()) {
      return Statement.unknown(type, open.getFirst().verdict().reason(), words(open));
    }
    List<Judged> accepted = with(Finding.Accepted, fed).toList();
    if (!accepted.isEmpty()) {
      // Accepted is no fact about the cluster: only Compliant takes it for enough.
      return Statement.no(type, accepted.getFirst().verdict().reason(), words(accepted));
    }
    List<Judged> good = with(Finding.Satisfied, fed).toList();
    return good.isEmpty()
        ? Statement.unknown(type, fed.getFirst().verdict().reason(), words(fed))
        : Statement.yes(type, good.getFirst().verdict().reason(), words(good));
  }

  /**
   * Reasons: ProfileNotFound, NothingCounted (Unknown); AllSatisfied; NotSatisfied, NonCompliant;
   * EmbeddedCluster or NotSeen (Unknown).
   */
  static Statement compliant(
      List<Judged> judged, Profile profile, boolean embedded, Optional<Refusal> refused) {
    Optional<Refusal> blocked = refused.filter(r -> r.reason().equals(NON_COMPLIANT));
    if (blocked.isPresent()) {
      return Statement.no(Compliant, NON_COMPLIANT, blocked.get().message());
    }
    if (profile.problem().isPresent()) {
      return Statement.unknown(Compliant, "ProfileNotFound", profile.problem().get());
    }
    List<Judged> bad = with(Finding.NotSatisfied, judged).toList();
    if (!bad.isEmpty()) {
      return Statement.no(Compliant, "NotSatisfied", ids("not satisfied", bad));
    }
    List<Judged> open = with(Finding.Unknown, judged).toList();
    if (open.isEmpty() && embedded) {
      return Statement.unknown(
          Compliant,
          Reason.EmbeddedCluster.name(),
          "What the profile counts is satisfied, on a cluster that is no real one.");
    }
    if (open.isEmpty()
        && with(Finding.Satisfied, judged).findAny().isEmpty()
        && with(Finding.Accepted, judged).findAny().isEmpty()) {
      return Statement.unknown(
          Compliant,
          "NothingCounted",
          "The profile %s counts nothing here.".formatted(profile.name()));
    }
    if (open.isEmpty()) {
      return Statement.yes(
          Compliant,
          "AllSatisfied",
          with(Finding.Accepted, judged).findAny().isEmpty()
              ? "Every counted control is satisfied."
              : ids(
                  "accepted for a time, all others satisfied",
                  with(Finding.Accepted, judged).toList()));
    }
    boolean onlyEmbedded =
        open.stream().allMatch(j -> j.verdict().reason().equals(Reason.EmbeddedCluster.name()));
    return onlyEmbedded
        ? Statement.unknown(Compliant, Reason.EmbeddedCluster.name(), ids("need a real node", open))
        : Statement.unknown(Compliant, "NotSeen", ids("unknown", open));
  }

  static String ids(String what, List<Judged> judged) {
    return "%d %s: %s"
        .formatted(
            judged.size(),
            what,
            String.join(", ", judged.stream().map(j -> j.check().id()).toList()));
  }

  private static Stream<Judged> with(Finding finding, List<Judged> judged) {
    return judged.stream().filter(j -> j.verdict().finding() == finding);
  }

  private static String words(List<Judged> judged) {
    return String.join(
        "; ",
        judged.stream()
            .map(j -> j.check().id() + ": " + j.verdict().evidence())
            .distinct()
            .toList());
  }
}
