package dev.martello.sealedmodel.modelsigning;

import static dev.martello.sealedmodel.Refusals.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Method certificate: the chain, the time, the usage. */
class CertificateTest {
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

  @TempDir Path temporary;
  Path model;
  KeyPair pair;
  Authority root;
  Authority between;

  @BeforeEach
  void makeModel() throws Exception {
    model = SignedDirectoryTest.example(temporary.resolve("model"));
    pair = SignedDirectoryTest.pair("secp256r1");
    root = Authority.root();
    between = root.intermediate(true);
  }

  private String sign(X509Certificate... chain) throws Exception {
    return DirectorySignature.sign(
            model,
            SignedDirectoryTest.by(0, false),
            SignedDirectoryTest.secret(pair),
            List.of(chain))
        .bundle();
  }

  private SignedDirectory verify(String bundle, Instant at, X509Certificate... trusted)
      throws Exception {
    return new DirectoryVerification(new Trust.Roots(List.of(trusted), at), List.of(), false)
        .verify(model, bundle.getBytes(UTF_8), "model.sig");
  }

  private ModelRefused distrusted(Instant at, Authority trusted, X509Certificate... chain)
      throws Exception {
    String bundle = sign(chain);
    return refused(Reason.SignerUnknown, () -> verify(bundle, at, trusted.certificate()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void aChainToTheRootHolds(String curve) throws Exception {
    pair = SignedDirectoryTest.pair(curve);
    X509Certificate leaf = between.leaf(pair.getPublic());
    String bundle = sign(leaf, between.certificate());
    String keyId = SignedDirectoryTest.trust(pair).key().keyId();
    assertThat(verify(bundle, NOW, root.certificate()).signerKeyId()).isEqualTo(keyId);
    verify(sign(leaf, between.certificate(), root.certificate()), NOW, root.certificate());
    verify(sign(leaf), NOW, root.certificate(), between.certificate());
    verify(sign(root.leaf(pair.getPublic())), NOW, root.certificate());
    refused(
        Reason.SignatureInvalid,
        () ->
            verify(
                bundle.replaceAll("(?s)(\"sig\":\")[^\"]+", "$1" + "AAAA"),
                NOW,
                root.certificate()));
  }

  @Test
  void aCertificateThatIsItsOwnRootHoldsIfItIsTheTrustedOne() throws Exception {
    X509Certificate self =
        Authority.certificate(
            "self",
            pair.getPublic(),
            "self",
            pair,
            Authority.TO,
            Authority.usage(KeyUsage.digitalSignature));
    verify(sign(self), NOW, self);
    String bundle = sign(self);
    refused(Reason.SignerUnknown, () -> verify(bundle, NOW, root.certificate()));
  }

  @Test
  void noOtherChainHolds() throws Exception {
    X509Certificate leaf = between.leaf(pair.getPublic());
    assertThat(distrusted(NOW, Authority.root(), leaf, between.certificate()))
        .hasMessageContaining("trusted root");
    distrusted(NOW, root, leaf); // the one between is missing
    Authority noCa = root.intermediate(false);
    distrusted(NOW, root, noCa.leaf(pair.getPublic()), noCa.certificate());
    String bundle = sign(leaf, between.certificate());
    refused(Reason.KeyMalformed, () -> verify(bundle, NOW, between.certificate()));
    refused(
        Reason.SignerUnknown,
        () ->
            new DirectoryVerification(SignedDirectoryTest.trust(pair), List.of(), false)
                .verify(model, bundle.getBytes(UTF_8), "s"));
    String byKey = sign();
    refused(Reason.SignerUnknown, () -> verify(byKey, NOW, root.certificate()));
  }

  /** The reference client takes the leaf's notBefore for now and so takes an expired one. */
  @Test
  void theTimeIsThatOfTheVerifier() throws Exception {
    Instant end = Instant.parse("2025-01-01T00:00:00Z");
    X509Certificate leaf =
        root.leaf(pair.getPublic(), end, Authority.usage(KeyUsage.digitalSignature));
    verify(sign(leaf), end.minusSeconds(1), root.certificate());
    distrusted(end.plusSeconds(1), root, leaf);
    distrusted(Authority.FROM.minusSeconds(1), root, leaf);
    X509Certificate valid = between.leaf(pair.getPublic());
    distrusted(Authority.TO.plusSeconds(1), root, valid, between.certificate());
  }

  @Test
  void theUsageMustAllowSigning() throws Exception {
    var key = pair.getPublic();
    var signing = Authority.usage(KeyUsage.digitalSignature);
    verify(
        sign(root.leaf(key, Authority.TO, Authority.extended(KeyPurposeId.id_kp_codeSigning))),
        NOW,
        root.certificate());
    distrusted(NOW, root, root.leaf(key, Authority.TO));
    distrusted(NOW, root, root.leaf(key, Authority.TO, Authority.usage(KeyUsage.keyAgreement)));
    distrusted(
        NOW,
        root,
        root.leaf(key, Authority.TO, signing, Authority.extended(KeyPurposeId.id_kp_serverAuth)));
  }

  @Test
  void theCertificateMustBeOfTheSigningKeyAndOfAKnownKind() throws Exception {
    X509Certificate other = root.leaf(SignedDirectoryTest.pair("secp256r1").getPublic());
    refused(Reason.KeyMalformed, () -> sign(other));
    KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    X509Certificate leaf = root.leaf(rsa.getPublic());
    refused(Reason.KeyMalformed, () -> sign(leaf));
  }
}
