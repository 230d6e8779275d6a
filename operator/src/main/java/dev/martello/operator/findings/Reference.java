package dev.martello.operator.findings;

import java.util.List;
import java.util.Map;

/**
 * Where other guides speak of what a check looks at: ids and headings only. A reference says that
 * the subject is the same, not that the check answers the recommendation in full.
 *
 * @param guide by name
 * @param places sections, recommendations or headings
 */
public record Reference(Guide guide, List<String> places) {

  /** A guide that checks refer to. */
  public enum Guide {
    NIST("NIST SP 800-190 (2017), sections"),
    NSA("NSA/CISA Kubernetes Hardening Guidance 1.2 (2022), headings"),
    CIS("CIS Kubernetes Benchmark 1.11, recommendations"),
    PSS("Pod Security Standards, policies");

    private final String title;

    Guide(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private static final String TLS = "Encryption";
  private static final String NON_ROOT =
      "\"Non-root\" containers and \"rootless\" container engines";
  private static final String POLICIES = "Network policies";
  private static final String HARDENING = "Hardening container environments";

  private static final Map<String, List<Reference>> OF =
      Map.ofEntries(
          of("model-signature", nist("4.1.5"), cis("5.5.1")),
          of("model-identity", nist("4.1.5", "4.2.2")),
          of("model-encryption", nist("4.1.4"), nsa("Secrets")),
          of("model-key", nist("4.1.4"), nsa("Secrets"), cis("5.4.1")),
          of("traffic-inference", nist("4.3.5"), nsa(TLS)),
          of("traffic-management", nist("4.3.5"), nsa(TLS)),
          of("traffic-certificate", nsa(TLS)),
          of("callers-named", nist("4.3.3"), nsa(POLICIES)),
          of("network-policies", nist("4.3.3", "4.4.2"), nsa(POLICIES), cis("5.3.2")),
          of("network-ingress", nist("4.3.3"), nsa(POLICIES), cis("5.3.1")),
          of("network-egress", nist("4.4.2"), nsa(POLICIES), cis("5.3.1")),
          of(
              "pod-fields",
              nist("4.4.3", "4.4.4"),
              nsa(NON_ROOT, "Immutable container file systems", "Pod security enforcement"),
              cis(
                  "5.2.2", "5.2.3", "5.2.4", "5.2.5", "5.2.6", "5.2.7", "5.2.8", "5.2.9", "5.2.10",
                  "5.2.12", "5.2.13", "5.6.2", "5.6.3"),
              pss("Restricted")),
          of(
              "runtime-image",
              nist("4.1.5", "4.4.5"),
              nsa("Building secure container images"),
              cis("5.5.1")),
          of("user-namespace", nist("4.4.3"), nsa(NON_ROOT)),
          of(
              "process-confined",
              nist("4.4.3"),
              nsa(NON_ROOT, HARDENING),
              cis("5.2.6", "5.2.7", "5.2.8", "5.2.9", "5.2.10", "5.6.2"),
              pss(
                  "Restricted: Capabilities",
                  "Restricted: Privilege Escalation",
                  "Restricted: Running as Non-root",
                  "Restricted: Running as Non-root user",
                  "Restricted: Seccomp")),
          of("process-files", nist("4.4.4"), nsa("Immutable container file systems")),
          of("resources-declared", nsa("Resource policies")),
          of("resources-enforced", nsa("Resource policies")),
          of(
              "token-absent",
              nist("4.3.1"),
              nsa("Protecting Pod service account tokens"),
              cis("5.1.6")),
          of("account-unbound", nist("4.3.1"), nsa("Role-based access control"), cis("5.1.5")),
          of(
              "operator-bound",
              nist("4.3.1"),
              nsa("Role-based access control"),
              cis("5.1.2", "5.1.4", "5.2.1")),
          of("settings-digest", nist("4.4.3")),
          of("drift-undone", nist("4.4.3")),
          of("access-log", nsa("Logging")),
          of("audit-recorded", nist("4.4.5"), nsa("Logging")),
          of(
              "vulnerability-review",
              nist("4.1.1", "4.4.1"),
              nsa("Building secure container images")),
          of("environments-separate", nist("4.3.4", "4.4.5"), nsa("Namespaces"), cis("5.6.1")),
          of("alerts-watched", nsa("Threat Detection")));

  /** Of the check with that id; empty if none of the guides speaks of it. */
  public static List<Reference> of(String check) {
    return OF.getOrDefault(check, List.of());
  }

  /** The ids of all checks that have any. */
  static Iterable<String> checks() {
    return OF.keySet();
  }

  private static Map.Entry<String, List<Reference>> of(String check, Reference... references) {
    return Map.entry(check, List.of(references));
  }

  private static Reference nist(String... sections) {
    return new Reference(Guide.NIST, List.of(sections));
  }

  private static Reference nsa(String... headings) {
    return new Reference(Guide.NSA, List.of(headings));
  }

  private static Reference cis(String... recommendations) {
    return new Reference(Guide.CIS, List.of(recommendations));
  }

  private static Reference pss(String... policies) {
    return new Reference(Guide.PSS, List.of(policies));
  }
}
