package dev.martello.operator.certificates;

import dev.martello.crds.ServingCertificate;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The Secret that carries a serving certificate to the pods: immutable, named after what is in it,
 * made by a plain create.
 */
final class ServingSecret {
  private static final int HEX_DIGITS = 10;

  private ServingSecret() {}

  /**
   * The hash is over the certificate and its authority, so that the name tells when either is
   * another.
   */
  static String name(String deployment, String certificateSha256, CertificateAuthority authority) {
    String both = certificateSha256 + Sha256.hex(authority.certificate());
    return deployment + "-tls-" + Sha256.hex(both).substring(0, HEX_DIGITS);
  }

  static Secret render(
      String namespace,
      String deployment,
      OwnerReference owner,
      IssuedCertificate certificate,
      CertificateAuthority authority) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name(deployment, certificate.sha256(), authority))
        .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
        .addToLabels(Labels.DEPLOYMENT, deployment)
        .withOwnerReferences(owner)
        .endMetadata()
        .withImmutable(true)
        .withType("kubernetes.io/tls")
        .addToData("tls.crt", base64(certificate.certificatePem()))
        .addToData("tls.key", base64(certificate.keyPem()))
        .addToData("ca.crt", base64(authority.certificatePem()))
        .build();
  }

  static ServingCertificate status(
      String deployment, IssuedCertificate certificate, CertificateAuthority authority) {
    return new ServingCertificate(
        name(deployment, certificate.sha256(), authority),
        certificate.sha256(),
        certificate.notAfter().toString());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
