package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.LeastPrivilege;

import dev.martello.crds.Grade;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.Outcome;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Surroundings.Binding;
import java.util.List;

/** What the pods, and the operator itself, may ask of the API server. */
final class PrivilegeChecks {

  static final Check TOKEN =
      Check.feeding(
          LeastPrivilege,
          Grade.Tried,
          "token-absent",
          List.of("A.5.15", "A.8.2"),
          "The pods hold no credential for the API server",
          new Check.Meaning(
              "The runtime looked for a service account token and found none.",
              "There is one.",
              "The runtime did not look."),
          RealNode.needed(situation -> PerPod.evidence(situation, (pod, seen) -> token(seen))));

  static final Check ACCOUNT =
      Check.feeding(
          LeastPrivilege,
          Grade.Declared,
          "account-unbound",
          List.of("A.5.18", "A.8.2"),
          "The pods' service account has no role",
          new Check.Meaning(
              "No RoleBinding or ClusterRoleBinding names it or the group of its namespace's service accounts.",
              "One does.",
              "Bindings can't be listed."),
          RealNode.needed(PrivilegeChecks::account));

  static final Check OPERATOR =
      Check.feeding(
          LeastPrivilege,
          Grade.Declared,
          "operator-bound",
          List.of("A.5.3", "A.8.2"),
          "The operator is itself bound by an admission policy",
          new Check.Meaning(
              "The shipped ValidatingAdmissionPolicy for the operator's service account is there, with a binding that denies.",
              "It is missing or does not deny: the operator could mount any Secret.",
              "The operator may not look."),
          RealNode.needed(PrivilegeChecks::operator));

  private PrivilegeChecks() {}

  private static Verdict token(Evidence seen) {
    Outcome found = seen.process() == null ? null : seen.process().serviceAccountToken();
    if (found == null || found == Outcome.NotTried || found == Outcome.TimedOut) {
      return ModelChecks.missing("process.serviceAccountToken");
    }
    return found == Outcome.Absent
        ? Verdict.satisfied(Reason.NoToken, "no service account token in the pod")
        : Verdict.notSatisfied(Reason.TokenPresent, "a service account token is mounted");
  }

  private static Verdict account(Situation situation) {
    return switch (situation.observed().surroundings().bindings()) {
      case Sight.Unseen<List<Binding>> no -> Verdict.unseen(no.reason(), no.message());
      case Sight.Seen<List<Binding>> yes ->
          yes.value().isEmpty()
              ? Verdict.satisfied(
                  Reason.AccountUnbound,
                  "no binding names ServiceAccount %s".formatted(situation.observed().name()))
              : Verdict.notSatisfied(
                  Reason.AccountBound,
                  String.join(
                      "; ",
                      yes.value().stream()
                          .map(b -> "%s %s grants %s".formatted(b.kind(), b.name(), b.role()))
                          .sorted()
                          .toList()));
    };
  }

  private static Verdict operator(Situation situation) {
    return switch (situation.observed().surroundings().operatorPolicyBound()) {
      case Sight.Unseen<Boolean> no -> Verdict.unseen(no.reason(), no.message());
      case Sight.Seen<Boolean> yes ->
          yes.value()
              ? Verdict.satisfied(
                  Reason.OperatorBound, "the admission policy for the operator's account is bound")
              : Verdict.notSatisfied(
                  Reason.OperatorUnbound,
                  "the admission policy for the operator's account is missing or does not deny: apply manifests/install.yaml");
    };
  }
}
