package dev.martello.operator.certificates;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ServingCertificate;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * The Secret that carries a serving certificate to the pods. It keeps its name for as long as its
 * deployment lives, so that a renewed certificate changes no pod template; the operator, which may
 * neither read nor patch a Secret, renews it by deleting it and making it anew.
 */
final class ServingSecret {
  private static final int HEX_DIGITS = 10;

  private ServingSecret() {}

  /** With a hash over the deployment's uid, so that nobody has made it by chance. */
  static String name(ModelDeployment deployment) {
    return deployment.getMetadata().getName()
        + "-tls-"
        + Sha256.hex(deployment.getMetadata().getUid()).substring(0, HEX_DIGITS);
  }

  static Secret render(
      ModelDeployment deployment,
      OwnerReference owner,
      IssuedCertificate certificate,
      Authorities authorities) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(deployment.getMetadata().getNamespace())
        .withName(name(deployment))
        .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
        .addToLabels(Labels.DEPLOYMENT, deployment.getMetadata().getName())
        .withOwnerReferences(owner)
        .endMetadata()
        .withType("kubernetes.io/tls")
        .addToData("tls.crt", base64(certificate.certificatePem()))
        .addToData("tls.key", base64(certificate.keyPem()))
        .addToData("ca.crt", base64(authorities.pem()))
        .build();
  }

  /**
   * What the status says of it.
   *
   * @param previous SHA-256 of the certificate that the pods show until they have this one
   */
  static ServingCertificate status(
      ModelDeployment deployment,
      IssuedCertificate certificate,
      Authorities authorities,
      Instant issued,
      Optional<String> previous) {
    return new ServingCertificate(
        name(deployment),
        certificate.sha256(),
        certificate.notAfter().toString(),
        authorities.signing().sha256(),
        issued.truncatedTo(ChronoUnit.SECONDS).toString(),
        previous.orElse(null),
        authorities.sha256s());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
