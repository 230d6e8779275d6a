package dev.martello.operator.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/controls.md is what the catalog says. {@code -Dregenerate} writes it anew. */
class ControlsPageTest {
  private static final Path PAGE = Path.of("../docs/controls.md");

  @Test
  void thePageIsTheCatalog() throws Exception {
    String page = page();
    if (System.getProperty("regenerate") != null) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Controls

            <!-- Generated from the catalog (operator, package findings): mvn -pl operator test -Dtest=ControlsPageTest -Dregenerate -->

            Every check that Martello makes of a `ModelDeployment`, in the order of `status.compliance.controls[]`. The ids are those of
            ISO/IEC 27001:2022 Annex A; titles and text are ours. A check answers a control in part, for one deployment; satisfied checks
            are no certification, and nothing here says so.

            All checks run in every round, each by itself. A finding is *satisfied*, *not satisfied*, *accepted* (not satisfied, and a
            `ComplianceException` says so for a time), *not applicable*, *manual* (only a person can judge it) or *unknown* (what it must look at can't be seen: no pod serves, its evidence is missing, stale or
            incomplete, or the cluster is embedded and it takes a real node). One not satisfied makes `Compliant` False, else one
            unknown makes it Unknown; manual and not applicable don't count.

            The grade says how good the evidence is: *declared* is read in an object, *reported* is what the runtime says of itself,
            *tried* is what someone attempted. Evidence older than two rounds (ten minutes) is stale.

            The list stays small: `status.compliance` with 50 controls under 16 KiB. Where it would not, the longest evidence ends in "…", that
            of findings which ask for nothing first; ids, findings and reasons are whole. (On the node of `e2e/`: 40 checks, 8.7 KB, nothing cut.)

            Which checks count for a deployment, and under which ids, is `spec.compliance.profile`: see [profiles](profiles.md). The
            conditions named below speak of what their checks found, whether these count or not. What only a person can judge stays
            *manual*; `spec.governance.attestations` shows who judged it, when, and until when that holds.

            | check | controls | grade | condition |
            |---|---|---|---|
            """);
    for (Check check : Catalog.CHECKS) {
      page.append(
          "| [%s](#%s) | %s | %s | %s |\n"
              .formatted(
                  check.id(),
                  check.id(),
                  String.join(", ", check.controls()),
                  check.grade().name().toLowerCase(Locale.ROOT),
                  check.feeds().map(Enum::name).orElse("Compliant only")));
    }
    for (Check check : Catalog.CHECKS) {
      page.append(
          "\n## %s\n\n%s.\n\n- satisfied: %s\n- not satisfied: %s\n- unknown: %s\n"
              .formatted(
                  check.id(),
                  check.title(),
                  check.meaning().satisfied(),
                  check.meaning().notSatisfied(),
                  check.meaning().unknown()));
      Parameter.of(check)
          .ifPresent(
              parameter ->
                  page.append(
                      "- a profile's parameter `%s`: %s.\n"
                          .formatted(parameter.word(), parameter.what())));
    }
    page.append(
        """

        ## Other guides

        Where other guides speak of the subject of a check: ids and headings only. It does not say that a check answers the
        recommendation in full. Each was held against the text as far as others publish it: CIS numbers and titles against
        kube-bench's `cis-1.11` (1.11.1), NIST's sections against their summary in StackRox's `nist_800_190.go`, Pod Security
        Standards against the Kubernetes documentation. Of the NSA/CISA guide only the headings could be compared, as others
        list them; its text, and CIS's and NIST's own documents, were not at hand.

        | check | NIST SP 800-190 (2017), sections | NSA/CISA Kubernetes Hardening Guidance 1.2, headings | CIS Kubernetes Benchmark 1.11 | Pod Security Standards |
        |---|---|---|---|---|
        """);
    for (Check check : Catalog.CHECKS) {
      if (!Reference.of(check.id()).isEmpty()) {
        page.append("| ").append(check.id());
        for (Reference.Guide guide : Reference.Guide.values()) {
          page.append(" | ");
          Reference.of(check.id()).stream()
              .filter(reference -> reference.guide() == guide)
              .forEach(reference -> page.append(String.join(", ", reference.places())));
        }
        page.append(" |\n");
      }
    }
    return page.toString();
  }
}
