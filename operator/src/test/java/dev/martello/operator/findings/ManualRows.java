package dev.martello.operator.findings;

import static dev.martello.operator.findings.Row.bad;
import static dev.martello.operator.findings.Row.nothing;
import static dev.martello.operator.findings.Row.satisfied;
import static dev.martello.operator.findings.Row.unknown;

import dev.martello.crds.Attestation;
import dev.martello.crds.ComplianceProfile;
import dev.martello.crds.ComplianceProfileSpec;
import dev.martello.crds.Finding;
import dev.martello.crds.ProfileCheck;
import dev.martello.operator.observed.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tables of what people judged, and of what profiles demand. */
final class ManualRows {
  private static final String REVIEW = "vulnerability-review";

  private ManualRows() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Check check : Catalog.CHECKS) {
      if (check.manual()) {
        rows.add(
            manual(
                check.id(),
                "nobody recorded anything",
                nothing(),
                check.id().equals(REVIEW) ? Reason.NoFeed : Reason.NotAttested));
        rows.add(
            manual(
                check.id(),
                "recorded",
                attested(check.id(), "2026-11-01", "2026-11-23"),
                Reason.Attested));
      }
    }
    rows.addAll(attestations());
    rows.addAll(profiles());
    return rows;
  }

  private static List<Row> attestations() {
    return List.of(
        manual(
            REVIEW,
            "run out yesterday",
            attested(REVIEW, "2026-11-01", "2026-11-22"),
            Reason.AttestationEnded),
        manual(
            REVIEW,
            "dated tomorrow",
            attested(REVIEW, "2026-11-24", "2027-01-01"),
            Reason.AttestationEnded),
        manual(
            REVIEW,
            "no such day",
            attested(REVIEW, "2026-02-30", "2027-01-01"),
            Reason.AttestationEnded),
        manual(
            REVIEW,
            "older than the profile allows",
            attested(REVIEW, "2026-11-01", "2027-01-01")
                .andThen(demanding(REVIEW, false, Map.of("withinDays", "21"))),
            Reason.AttestationEnded),
        manual(
            REVIEW,
            "as old as the profile allows",
            attested(REVIEW, "2026-11-01", "2027-01-01")
                .andThen(demanding(REVIEW, false, Map.of("withinDays", "22"))),
            Reason.Attested),
        satisfied(
            "owner-named",
            "what a program judges can't be attested",
            attested("owner-named", "2026-11-01", "2027-01-01"),
            Reason.OwnerNamed));
  }

  private static List<Row> profiles() {
    return List.of(
        bad(
            "accuracy-evaluated",
            "the profile demands it, and the deployment did not ask for it",
            demanding("accuracy-evaluated", true, Map.of()),
            Reason.DemandedByProfile),
        bad(
            "redundancy",
            "the profile demands it of one replica",
            demanding("redundancy", true, Map.of()),
            Reason.DemandedByProfile),
        bad(
            REVIEW,
            "the profile demands an attestation",
            demanding(REVIEW, true, Map.of()),
            Reason.NotAttested),
        manual(
            REVIEW,
            "the profile demands an attestation, and there is one",
            attested(REVIEW, "2026-11-01", "2027-01-01").andThen(demanding(REVIEW, true, Map.of())),
            Reason.Attested),
        satisfied(
            "owner-named",
            "demanded and there",
            demanding("owner-named", true, Map.of()),
            Reason.OwnerNamed),
        bad(
            "accuracy-report",
            "the profile demands more than the ModelTrust",
            demanding("accuracy-report", false, Map.of("minimum", "0.999")),
            Reason.AccuracyTooLow),
        satisfied(
            "accuracy-report",
            "the profile demands less than the ModelTrust",
            demanding("accuracy-report", false, Map.of("minimum", "0.5")),
            Reason.ReportBySigner),
        bad(
            "review-due",
            "further away than the profile allows",
            demanding("review-due", false, Map.of("withinDays", "30")),
            Reason.ReviewTooFar),
        bad(
            "redundancy",
            "fewer nodes than the profile demands",
            demanding("redundancy", false, Map.of("nodes", "3"))
                .andThen(scene -> scene.spec("/replicas", 2)),
            Reason.TooFewNodes),
        unknown(
            "redundancy",
            "a parameter that is none",
            demanding("redundancy", false, Map.of("nodes", "many")),
            Reason.ProfileParameterInvalid),
        unknown(
            "owner-named",
            "a parameter that the check does not know",
            demanding("owner-named", false, Map.of("nodes", "2")),
            Reason.ProfileParameterInvalid));
  }

  private static Row manual(String check, String what, Consumer<Scene> change, Reason reason) {
    return new Row(check, what, change, Finding.Manual, reason.name());
  }

  static Consumer<Scene> attested(String check, String on, String until) {
    return scene ->
        scene.spec(
            "/governance/attestations",
            List.of(new Attestation(check, "ciso@example.org", on, until, "SEC-1")));
  }

  /** Judged by a profile that has that one check. */
  static Consumer<Scene> demanding(String check, boolean required, Map<String, String> parameters) {
    return scene -> {
      scene.spec("/compliance/profile", "house");
      scene.profiles =
          List.of(
              profile("house", List.of(new ProfileCheck(check, List.of(), required, parameters))));
    };
  }

  static ComplianceProfile profile(String name, List<ProfileCheck> checks) {
    ComplianceProfile profile = new ComplianceProfile();
    profile.getMetadata().setName(name);
    profile.setSpec(new ComplianceProfileSpec("House rules 7", checks));
    return profile;
  }
}
