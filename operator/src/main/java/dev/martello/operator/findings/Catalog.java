package dev.martello.operator.findings;

import java.util.List;

/**
 * Every check there is, in the order in which an auditor reads them. All of them run, each by
 * itself; none may throw.
 */
public final class Catalog {

  public static final List<Check> CHECKS =
      List.of(
          // What runs: whose model, which one, how protected, how good.
          ModelChecks.SIGNATURE,
          ModelChecks.IDENTITY,
          ModelChecks.ENCRYPTION,
          ModelChecks.MOUNTED_KEY,
          AccuracyChecks.EVALUATION,
          AccuracyChecks.REPORT,
          // Who reaches it, and how.
          TrafficChecks.INFERENCE,
          TrafficChecks.MANAGEMENT,
          CertificateChecks.CURRENT,
          PolicyChecks.CALLERS,
          LimitChecks.ANSWERS,
          PolicyChecks.POLICIES,
          IsolationChecks.INGRESS,
          IsolationChecks.EGRESS,
          // In what it runs.
          PodChecks.FIELDS,
          PodChecks.IMAGE,
          PodChecks.USER_NAMESPACE,
          ProcessChecks.CONFINED,
          ProcessChecks.FILES,
          ProcessChecks.MEMORY,
          ResourceChecks.DECLARED,
          ResourceChecks.ENFORCED,
          // What it may do.
          PrivilegeChecks.TOKEN,
          PrivilegeChecks.ACCOUNT,
          PrivilegeChecks.OPERATOR,
          // How it is kept.
          ConfigurationChecks.SETTINGS,
          ConfigurationChecks.DRIFT,
          OperationChecks.LOGGING,
          AuditChecks.RECORDED,
          OperationChecks.REDUNDANCY,
          // Who answers for it.
          GovernanceChecks.OWNER,
          GovernanceChecks.CLASSIFICATION,
          GovernanceChecks.REVIEW,
          // What only people can judge.
          ManualChecks.VULNERABILITIES,
          ManualChecks.DEVELOPMENT,
          ManualChecks.ENVIRONMENTS,
          ManualChecks.TEST_DATA,
          ManualChecks.DELETION,
          ManualChecks.MASKING,
          ManualChecks.MONITORING);

  private Catalog() {}

  /** One verdict per check, in the catalog's order, whether the profile counts it or not. */
  public static List<Judged> judge(Situation situation) {
    return judge(CHECKS, situation);
  }

  /** Those verdicts that count by the profile that the spec names, in its order and words. */
  public static List<Judged> counted(List<Judged> judged, Situation situation) {
    return Demands.counted(judged, Profile.of(situation));
  }

  /** By which profile they count. */
  public static Profile profile(Situation situation) {
    return Profile.of(situation);
  }

  static List<Judged> judge(List<Check> checks, Situation situation) {
    Profile profile = Profile.of(situation);
    return checks.stream()
        .map(check -> new Judged(check, verdict(check, situation, profile)))
        .toList();
  }

  private static Verdict verdict(Check check, Situation situation, Profile profile) {
    Verdict found = Attestations.applied(check, guarded(check, situation), situation);
    return Exceptions.applied(check, Demands.applied(check, found, profile), situation);
  }

  /**
   * A check that fails is our mistake; it must not hide what the others found, nor pass for
   * satisfied.
   */
  private static Verdict guarded(Check check, Situation situation) {
    try {
      return check.judge().apply(situation);
    } catch (RuntimeException mistake) {
      return Verdict.unknown(
          Reason.CheckFailed,
          "The check itself failed with %s; please report it"
              .formatted(mistake.getClass().getSimpleName()));
    }
  }
}
