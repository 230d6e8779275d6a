package dev.martello.cli.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real keyless signature, made through the public Sigstore instance and kept by its authors. */
class KeylessTest {
  private static final Path KEPT = Path.of("src/test/resources/keyless");
  private static final Path ROOT = KEPT.resolve("trusted_root.json");
  private static final String ISSUER = "https://sigstore.verify.ibm.com/oauth2";

  @TempDir private Path temporary;
  private Path model;
  private String identity;

  @BeforeEach
  void copy() throws Exception {
    model = Files.createDirectory(temporary.resolve("model"));
    for (var name : new String[] {"model.sig", "signme-1", "signme-2"}) {
      Files.copy(KEPT.resolve("model").resolve(name), model.resolve(name));
    }
    identity = signer();
  }

  /** As its certificate says, read without sigstore-java. */
  private String signer() throws Exception {
    var raw =
        new JsonMapper()
            .readTree(model.resolve("model.sig").toFile())
            .at("/verificationMaterial/certificate/rawBytes")
            .binaryValue();
    var certificate =
        (java.security.cert.X509Certificate)
            java.security.cert.CertificateFactory.getInstance("X.509")
                .generateCertificate(new java.io.ByteArrayInputStream(raw));
    return certificate.getSubjectAlternativeNames().iterator().next().get(1).toString();
  }

  private Invocation verify(String who, String issuer) {
    return Invocation.of(
        "verify", model, "--trusted-root", ROOT, "--identity", who, "--issuer", issuer);
  }

  private void change(Path file, Consumer<ObjectNode> how) throws Exception {
    var mapper = new JsonMapper();
    var json = (ObjectNode) mapper.readTree(file.toFile());
    how.accept(json);
    mapper.writeValue(file.toFile(), json);
  }

  @Test
  void holdsForItsIdentityAndIssuer() {
    var done = verify(identity, ISSUER);
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .contains("holds: ", "2 resources")
        .contains("digest sha256:61d4849d9d90076d6215f4d525f13d6574af8e3f67aef3e6f36fc40a14fdd226");
  }

  @Test
  void anotherIdentityOrIssuerIsRefused() {
    assertThat(verify("someone@example.org", ISSUER).refusal()).contains("does not hold for");
    assertThat(verify(identity, "https://example.org").refusal()).contains("does not hold for");
    assertThat(verify(identity.substring(1), ISSUER).refusal()).contains("does not hold for");
  }

  @Test
  void aFileThatIsNotTheSignedOneIsRefused() throws Exception {
    Files.writeString(model.resolve("signme-1"), "other");
    assertThat(verify(identity, ISSUER).refusal())
        .contains("FilesDoNotMatch", "signme-1 is not as it was signed");
  }

  @Test
  void anotherStatementUnderTheSameSignatureIsRefused() throws Exception {
    change(
        model.resolve("model.sig"),
        bundle -> {
          var envelope = (ObjectNode) bundle.path("dsseEnvelope");
          var payload =
              new String(
                  java.util.Base64.getDecoder().decode(envelope.path("payload").asText()),
                  java.nio.charset.StandardCharsets.UTF_8);
          var other = payload.replace("v1.0.0-sigstore", "v1.0.0-sigstorf");
          assertThat(other).isNotEqualTo(payload);
          envelope.put(
              "payload",
              java.util.Base64.getEncoder()
                  .encodeToString(other.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        });
    assertThat(verify(identity, ISSUER).refusal()).contains("does not hold for");
  }

  @Test
  void withoutTheLogsEntryItIsRefused() throws Exception {
    change(
        model.resolve("model.sig"),
        bundle -> ((ObjectNode) bundle.path("verificationMaterial")).putArray("tlogEntries"));
    assertThat(verify(identity, ISSUER).exitCode()).isEqualTo(1);
  }

  @Test
  void aLogThatIsNotTrustedProvesNothing() throws Exception {
    var root = temporary.resolve("root.json");
    Files.copy(ROOT, root);
    change(root, json -> json.putArray("tlogs"));
    var done =
        Invocation.of(
            "verify", model, "--trusted-root", root, "--identity", identity, "--issuer", ISSUER);
    assertThat(done.refusal()).contains("does not hold for");
  }

  @Test
  void aKeylessSignatureIsNoneByKey() throws Exception {
    assertThat(Invocation.of("keygen", "--type", "signing", "--out", temporary).exitCode())
        .isZero();
    assertThat(
            Invocation.of("verify", model, "--public-key", temporary.resolve("signer.pub.pem"))
                .refusal())
        .contains("signed keyless");
  }

  @Test
  void identityAndIssuerBelongToIt() {
    assertThat(Invocation.of("verify", model, "--trusted-root", ROOT).exitCode()).isEqualTo(2);
  }
}
