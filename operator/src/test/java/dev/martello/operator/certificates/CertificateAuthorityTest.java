package dev.martello.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final CertificateAuthority authority = CertificateAuthority.make(NOW);

  @Test
  void servingCertificateBearsTheServicesNamesAndServesOnly() throws Exception {
    X509Certificate leaf = authority.issueServing("model", "demo", NOW).certificate();

    assertThat(leaf.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
    assertThat(leaf.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactlyInAnyOrder("model.demo.svc", "model.demo.svc.cluster.local", "model.demo");
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(((ECPublicKey) leaf.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(90)));
    assertThat(leaf.getSerialNumber().signum()).isPositive();
  }

  @Test
  void operatorsCertificateAsksOnly() throws Exception {
    X509Certificate leaf = authority.issueClient(NOW).certificate();
    assertThat(leaf.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    assertThat(leaf.getSubjectAlternativeNames()).isNull();
  }

  @Test
  void leavesChainToTheAuthorityAndToNoOther() throws Exception {
    X509Certificate leaf = authority.issueServing("model", "demo", NOW).certificate();
    validate(leaf, authority);
    assertThatThrownBy(() -> validate(leaf, CertificateAuthority.make(NOW)))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void leafCanNotIssue() throws Exception {
    IssuedCertificate leaf = authority.issueServing("model", "demo", NOW);
    X509Certificate forged =
        CertificateBuilding.leaf(
            CertificateBuilding.newKeyPair().getPublic(),
            new org.bouncycastle.asn1.x500.X500Name("CN=forged"),
            List.of("model.demo.svc"),
            org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_serverAuth,
            leaf.certificate(),
            leaf.key(),
            NOW,
            Duration.ofDays(1));
    assertThatThrownBy(() -> validate(List.of(forged, leaf.certificate()), authority))
        .isInstanceOf(CertPathValidatorException.class);
  }

  private static void validate(X509Certificate leaf, CertificateAuthority authority)
      throws Exception {
    validate(List.of(leaf), authority);
  }

  private static void validate(List<X509Certificate> chain, CertificateAuthority authority)
      throws Exception {
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("ca", authority.certificate());
    PKIXParameters parameters = new PKIXParameters(anchors);
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW));
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
  }

  @Test
  void survivesItsFiles() throws Exception {
    CertificateAuthority read =
        CertificateAuthority.read(authority.certificatePem(), authority.keyPem(), "ca", NOW);
    validate(read.issueServing("model", "demo", NOW).certificate(), authority);
  }

  @Test
  void refusesWhatIsNoAuthority() {
    IssuedCertificate leaf = authority.issueServing("model", "demo", NOW);
    refused(leaf.certificatePem(), leaf.keyPem(), NOW, "not a CA certificate");
    refused(
        authority.certificatePem(),
        CertificateAuthority.make(NOW).keyPem(),
        NOW,
        "not the key of tls.crt");
    refused("nonsense", authority.keyPem(), NOW, "not a PEM certificate");
    refused(authority.certificatePem(), "nonsense", NOW, "PKCS#8");
    refused(
        authority.certificatePem(), authority.keyPem(), NOW.plus(Duration.ofDays(4000)), "expired");
  }

  private static void refused(String certificate, String key, Instant now, String why) {
    assertThatThrownBy(() -> CertificateAuthority.read(certificate, key, "ca", now))
        .isInstanceOf(AuthorityRefused.class)
        .hasMessageStartingWith("ca: ")
        .hasMessageContaining(why)
        .hasMessageContaining("martello-operator-ca");
  }

  @Test
  void renewsAfterTwoThirds() {
    Instant end = authority.issueServing("model", "demo", NOW).notAfter();
    assertThat(CertificateAuthority.renewalDue(end, NOW.plus(Duration.ofDays(59)))).isFalse();
    assertThat(CertificateAuthority.renewalDue(end, NOW.plus(Duration.ofDays(60)))).isTrue();
  }

  @Test
  void textFormShowsNoKey() {
    IssuedCertificate leaf = authority.issueServing("model", "demo", NOW);
    assertThat(leaf.toString()).contains(leaf.sha256()).doesNotContain("PRIVATE");
  }
}
