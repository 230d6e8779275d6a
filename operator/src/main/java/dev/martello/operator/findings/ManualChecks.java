package dev.martello.operator.findings;

import dev.martello.operator.desired.Desired;
import java.util.List;

/** What only people can judge: shown so that nobody takes silence for an answer. */
final class ManualChecks {
  private static final String HOW =
      "Never: always manual. Record it in spec.governance.attestations.";

  static final Check VULNERABILITIES =
      Check.manual(
          "vulnerability-review",
          List.of("A.8.8"),
          "Someone has looked for known vulnerabilities in the runtime image",
          new Check.Meaning(
              "Never: no feed of vulnerabilities is read here.",
              "Never.",
              "Never: always manual. Scan the image whose digest the finding names, or its SBOM (martello image runtime --sbom), and record it in spec.governance.attestations."),
          ManualChecks::vulnerabilities);

  static final Check DEVELOPMENT =
      manual(
          "development-reviewed",
          List.of("A.8.25", "A.8.28"),
          "The model's training code went through the house's development rules",
          "the commit of the training code is in the sealed model's provenance (martello inspect)");

  static final Check ENVIRONMENTS =
      manual(
          "environments-separate",
          List.of("A.8.31"),
          "Production is kept apart from development and test",
          "which clusters, namespaces and keys are whose is not seen from here");

  static final Check TEST_DATA =
      manual(
          "test-data-protected",
          List.of("A.8.33"),
          "Evaluation and test data are chosen and protected",
          "who else holds copies of sealed data is not seen from here");

  static final Check DELETION =
      manual(
          "data-deleted",
          List.of("A.8.10"),
          "What callers keep of inputs and outputs is deleted in time",
          "Martello stores none; callers and log collectors are not seen from here");

  static final Check MASKING =
      manual(
          "data-masked",
          List.of("A.8.11"),
          "Personal data is masked before it comes to the model, where rules ask for it",
          "the contents of requests are not looked at");

  static final Check MONITORING =
      manual(
          "alerts-watched",
          List.of("A.8.16"),
          "Someone is told when a control turns, and acts",
          "alert rules are shipped; who receives them is not seen from here");

  private ManualChecks() {}

  private static Check manual(String id, List<String> controls, String title, String shown) {
    return Check.manual(
        id,
        controls,
        title,
        new Check.Meaning("Never: no program can see it.", "Never.", HOW),
        situation -> Verdict.manual(Reason.NotAttested, shown));
  }

  private static Verdict vulnerabilities(Situation situation) {
    String image =
        situation.desired().map(Desired::runtimeImage).orElseGet(() -> situation.spec().runtime());
    return Verdict.manual(
        Reason.NoFeed,
        "no vulnerability feed is read here; scan it or its SBOM (martello image runtime --sbom): "
            + image);
  }
}
