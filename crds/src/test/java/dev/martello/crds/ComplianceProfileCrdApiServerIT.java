package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server itself refuses in a ComplianceProfile, and in an attestation. */
class ComplianceProfileCrdApiServerIT {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static ApiServer server;
  private static CrdRequests requests;

  @BeforeAll
  static void applyTheDefinitions() throws Exception {
    server = ApiServer.open();
    requests = new CrdRequests(server);
    requests.applyDefinitions();
  }

  @AfterAll
  static void close() {
    if (server != null) server.close();
  }

  private static GenericKubernetesResource profile(String checks) {
    return YAML.unmarshal(
        """
        apiVersion: models.martello.dev/v1alpha1
        kind: ComplianceProfile
        metadata: {name: crds-it}
        spec: {framework: House rules, checks: [%s]}
        """
            .formatted(checks),
        GenericKubernetesResource.class);
  }

  @Test
  void aProfileThatIsRightIsTaken() {
    var taken =
        server
            .admin()
            .resource(
                profile(
                    "{check: redundancy, required: true, controls: [H-1, H-2], parameters: {nodes: \"3\"}}, {check: owner-named}"))
            .dryRun()
            .create();
    assertThat(taken.<Object>get("spec", "checks", 1, "required")).isEqualTo(false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                             | at least 1",
        "{check: owner-named}, {check: owner-named}     | Duplicate value",
        "{check: Owner}                                 | spec.checks[0].check",
        "{controls: [H-1]}                              | spec.checks[0].check",
        "{check: owner-named, controls: ['']}           | spec.checks[0].controls[0]"
      },
      quoteCharacter = '"')
  void aMalformedProfileIsRefused(String checks, String message) {
    var text = checks.equals("''") ? "" : checks;
    assertThat(ApiServer.refusal(() -> server.admin().resource(profile(text)).dryRun().create()))
        .contains(message);
  }

  @Test
  void anAttestationHasDatesAndIsOneForEachCheck() {
    var good = "{check: vulnerability-review, by: a, date: \"2026-11-01\", until: \"2027-01-31\"}";
    requests.dryRun(requests.deployment(spec -> spec.set("governance", attested(good))));
    assertThat(requests.refused(spec -> spec.set("governance", attested(good + ", " + good))))
        .contains("Duplicate value");
    assertThat(
            requests.refused(
                spec -> spec.set("governance", attested(good.replace("2027-01-31", "31.01.2027")))))
        .contains("until is not a date");
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode attested(String attestations) {
    return CrdRequests.tree("attestations: [" + attestations + "]");
  }
}
