package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server itself refuses in a ModelTrust. */
class ModelTrustCrdApiServerIT {
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

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.95", "1", "1.0"})
  void aMinimumAccuracyIsANumberFromZeroToOne(String value) {
    assertThat(requests.dryRun(withAccuracy(value)).at("/spec/minimumAccuracy").asText())
        .isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "95%", "-0.1", ".9", "0,95", ""})
  void anotherMinimumAccuracyIsRefused(String value) {
    assertThat(ApiServer.refusal(() -> requests.dryRun(withAccuracy(value))))
        .contains("spec.minimumAccuracy", "write it as a string such as");
  }

  @Test
  void aSignerIsNamedOnce() {
    assertThat(requests.dryRun(requests.trust("a", "b")).at("/spec/signers")).hasSize(2);
    assertThat(ApiServer.refusal(() -> requests.dryRun(requests.trust("a", "a"))))
        .contains("spec.signers[1]", "Duplicate value");
  }

  @Test
  void atLeastOneSignerIsNamed() {
    assertThat(ApiServer.refusal(() -> requests.dryRun(requests.trust())))
        .contains("spec.signers", "at least 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
        "AAAA"
      })
  void onlyAPublicKeyIsTaken(String key) {
    var trust = requests.trust("a");
    ((ObjectNode) trust.at("/spec/signers/0")).put("publicKey", key);
    assertThat(ApiServer.refusal(() -> requests.dryRun(trust)))
        .contains("spec.signers[0].publicKey", "never a private key");
  }

  private static ObjectNode withAccuracy(String value) {
    var trust = requests.trust("a");
    ((ObjectNode) trust.get("spec")).put("minimumAccuracy", value);
    return trust;
  }
}
