package dev.martello.operator.certificates;

import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Optional;

/** The Secrets of the operator's CA: created and deleted, never read. */
final class AuthoritySecrets {
  static final String NEXT = OperatorAuthority.SECRET_NAME + "-next";
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final String namespace;

  AuthoritySecrets(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** What was done, in one word; empty if it was done already. */
  Optional<String> take(Rotation step, Instant now) {
    if (step instanceof Rotation.Promote promote) {
      delete(OperatorAuthority.SECRET_NAME);
      return create(OperatorAuthority.SECRET_NAME, promote.next())
          ? Optional.of("AuthorityReplaced")
          : Optional.empty();
    }
    if (step instanceof Rotation.Finish) {
      delete(NEXT);
      return Optional.of("AuthorityRotationFinished");
    }
    return create(NEXT, CertificateAuthority.make(now))
        ? Optional.of("AuthorityRotationBegun")
        : Optional.empty();
  }

  private void delete(String name) {
    client.secrets().inNamespace(namespace).withName(name).delete();
  }

  /** Whether the Secret is now ours; false if there is one already. */
  boolean create(String name, CertificateAuthority made) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
            .endMetadata()
            .withType("kubernetes.io/tls")
            .addToStringData("tls.crt", made.certificatePem())
            .addToStringData("tls.key", made.keyPem())
            .build();
    try {
      client.resource(secret).create();
      return true;
    } catch (KubernetesClientException failed) {
      if (failed.getCode() == CONFLICT) {
        return false;
      }
      throw failed;
    }
  }
}
