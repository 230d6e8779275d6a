package dev.martello.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.ServingCertificate;
import dev.martello.embedded.EmbeddedApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Issuing, renewing and retiring, against the embedded API server. */
class ServingCertificatesLoopTest {
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  private EmbeddedApiServer server;
  private Instant now = START;
  private final InstantSource clock = () -> now;
  private final CertificateAuthority authority = CertificateAuthority.make(START);
  private Authorities roots = Authorities.only(authority);
  private ServingCertificates certificates;
  private final ModelDeployment deployment = new ModelDeployment();
  private final OwnerReference owner =
      new OwnerReferenceBuilder()
          .withApiVersion("models.martello.dev/v1alpha1")
          .withKind("ModelDeployment")
          .withName("model")
          .withUid("uid-1")
          .withController(true)
          .build();

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start();
    server
        .client()
        .resource(new NamespaceBuilder().withNewMetadata().withName("demo").endMetadata().build())
        .create();
    certificates = new ServingCertificates(server.client(), () -> roots, clock);
    deployment.getMetadata().setNamespace("demo");
    deployment.getMetadata().setName("model");
    deployment.getMetadata().setUid("uid-1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Secret secret(String name) {
    return server.client().secrets().inNamespace("demo").withName(name).get();
  }

  private static ModelDeploymentStatus status(ServingCertificate certificate) {
    return new ModelDeploymentStatus(
        1L, List.of(), null, null, 0, 0, null, null, certificate, null, List.of(), null, List.of());
  }

  @Test
  void secretKeepsItsNameAndIsOwned() throws Exception {
    ServingCertificate issued = certificates.issue(deployment, owner);
    Secret secret = secret(issued.secretName());

    assertThat(issued.secretName()).matches("model-tls-[0-9a-f]{10}");
    assertThat(secret.getImmutable()).as("the kubelet looks at no immutable one again").isNull();
    assertThat(secret.getType()).isEqualTo("kubernetes.io/tls");
    assertThat(secret.getData()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
    assertThat(secret.getMetadata().getOwnerReferences()).containsExactly(owner);
    byte[] pem = Base64.getDecoder().decode(secret.getData().get("tls.crt"));
    X509Certificate leaf =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem));
    assertThat(Sha256.hex(leaf)).isEqualTo(issued.sha256());
    assertThat(leaf.getNotAfter().toInstant()).hasToString(issued.notAfter());
  }

  @Test
  void isRememberedBeforeTheStatusShowsIt() {
    ServingCertificate issued = certificates.issue(deployment, owner);
    assertThat(certificates.current(deployment)).contains(issued);
  }

  @Test
  void isTakenFromTheStatusAfterARestart() {
    ServingCertificate issued = certificates.issue(deployment, owner);
    deployment.setStatus(status(issued));
    ServingCertificates restarted = new ServingCertificates(server.client(), () -> roots, clock);
    assertThat(restarted.current(deployment)).contains(issued);
  }

  @Test
  void isNoLongerGoodAfterTwoThirdsOfItsLife() {
    certificates.issue(deployment, owner);
    now = START.plus(Duration.ofDays(60));
    assertThat(certificates.current(deployment)).isEmpty();
  }

  @Test
  void isNoLongerGoodUnderAnotherAuthority() {
    deployment.setStatus(status(certificates.issue(deployment, owner)));
    ServingCertificates other =
        new ServingCertificates(
            server.client(), () -> Authorities.only(CertificateAuthority.make(START)), clock);
    assertThat(other.current(deployment)).isEmpty();
  }

  /** The pods must believe a root before the operator's own certificate is of it. */
  @Test
  void isIssuedAnewWhenAnotherRootIsToBeBelieved() {
    deployment.setStatus(status(certificates.issue(deployment, owner)));
    CertificateAuthority following = CertificateAuthority.make(START);
    roots = new Authorities(authority, List.of(authority, following));
    assertThat(certificates.current(deployment)).isEmpty();

    ServingCertificate both = certificates.issue(deployment, owner);
    assertThat(both.authoritySha256()).isEqualTo(authority.sha256());
    assertThat(both.trustedSha256()).containsExactly(authority.sha256(), following.sha256());
    String shown = secret(both.secretName()).getData().get("ca.crt");
    assertThat(new String(Base64.getDecoder().decode(shown), StandardCharsets.US_ASCII))
        .isEqualTo(authority.certificatePem() + following.certificatePem());
    roots = new Authorities(following, List.of(following, authority));
    assertThat(certificates.current(deployment)).as("both are believed still").contains(both);
    roots = Authorities.only(following);
    assertThat(certificates.current(deployment)).isEmpty();
  }

  /** In place: pods mount it by this name, and their template must not change. */
  @Test
  void isRenewedUnderTheSameName() {
    ServingCertificate first = certificates.issue(deployment, owner);
    String content = secret(first.secretName()).getData().get("tls.crt");
    now = START.plus(Duration.ofDays(60));
    ServingCertificate second = certificates.issue(deployment, owner);

    assertThat(second.secretName()).isEqualTo(first.secretName());
    assertThat(second.previousSha256()).isEqualTo(first.sha256());
    assertThat(second.issuedAt()).isEqualTo(now.toString());
    assertThat(secret(first.secretName()).getData().get("tls.crt")).isNotEqualTo(content);
    assertThat(certificates.current(deployment)).contains(second);
    assertThat(certificates.retire(deployment, Set.of())).isEmpty();
    assertThat(secret(first.secretName())).isNotNull();
  }

  /** Its predecessor was stopped between the Secret and the status. */
  @Test
  void takesTheNameOverFromAnOperatorWhoseStatusWasLost() {
    ServingCertificate lost = certificates.issue(deployment, owner);
    ServingCertificates restarted = new ServingCertificates(server.client(), () -> roots, clock);
    assertThat(restarted.current(deployment)).isEmpty();
    ServingCertificate made = restarted.issue(deployment, owner);
    assertThat(made.secretName()).isEqualTo(lost.secretName());
    assertThat(made.sha256()).isNotEqualTo(lost.sha256());
  }

  /** Earlier releases named the Secret after its content. */
  @Test
  void oneOfAnotherNameIsDeletedOnceNothingMountsIt() {
    ServingCertificate first = certificates.issue(deployment, owner);
    String old = "model-tls-00000000aa";
    server
        .client()
        .resource(
            new io.fabric8.kubernetes.api.model.SecretBuilder(secret(first.secretName()))
                .editMetadata()
                .withName(old)
                .withResourceVersion(null)
                .withUid(null)
                .endMetadata()
                .build())
        .create();
    ServingCertificate earlier =
        new ServingCertificate(old, first.sha256(), first.notAfter(), null, null, null, null);
    deployment.setStatus(status(earlier));
    ServingCertificates restarted = new ServingCertificates(server.client(), () -> roots, clock);
    assertThat(restarted.current(deployment)).isEmpty();
    ServingCertificate second = restarted.issue(deployment, owner);

    assertThat(restarted.retire(deployment, Set.of(old, second.secretName()))).isEmpty();
    assertThat(secret(old)).isNotNull();
    assertThat(restarted.retire(deployment, Set.of(second.secretName()))).containsExactly(old);
    assertThat(secret(old)).isNull();
    assertThat(secret(second.secretName())).isNotNull();
  }

  @Test
  void othersSecretsAreNeverDeleted() {
    ServingCertificate issued = certificates.issue(deployment, owner);
    certificates.retire(deployment, Set.of("model-key", "model-tls-copy", "other-tls-0123456789"));
    assertThat(certificates.retire(deployment, Set.of(issued.secretName()))).isEmpty();
  }
}
