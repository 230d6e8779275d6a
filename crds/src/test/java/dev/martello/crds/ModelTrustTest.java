package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class ModelTrustTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @Test
  void everyFieldSurvivesTheRoundTrip() {
    var text =
        """
        apiVersion: models.martello.dev/v1alpha1
        kind: ModelTrust
        metadata: {name: approved, namespace: demo}
        spec:
          minimumAccuracy: "0.95"
          signers:
            - name: data-science
              publicKey: |
                -----BEGIN PUBLIC KEY-----
                MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
                -----END PUBLIC KEY-----
        """;
    var read = YAML.unmarshal(text, ModelTrust.class);
    assertThat(read.getSpec().minimumAccuracy()).isEqualTo("0.95");
    assertThat(read.getSpec().signers())
        .singleElement()
        .satisfies(
            signer -> {
              assertThat(signer.name()).isEqualTo("data-science");
              assertThat(signer.publicKey()).endsWith("-----END PUBLIC KEY-----\n");
            });
    var again = YAML.unmarshal(YAML.asYaml(read), ModelTrust.class);
    assertThat(again.getSpec()).isEqualTo(read.getSpec());
  }
}
