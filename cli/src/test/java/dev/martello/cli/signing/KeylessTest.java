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

/** Keyless signatures, made through a Sigstore instance of the test's own. */
class KeylessTest {
  private static final String IDENTITY = LocalSigstore.IDENTITY;
  private static final String ISSUER = LocalSigstore.ISSUER;

  @TempDir private Path temporary;
  private Path model;
  private Path root;

  @BeforeEach
  void sign() throws Exception {
    model = Files.createDirectory(temporary.resolve("model"));
    Files.writeString(model.resolve("signme-1"), "one");
    Files.writeString(model.resolve("signme-2"), "two");
    var sigstore = new LocalSigstore();
    var key = Files.writeString(temporary.resolve("key.pem"), sigstore.signingKey());
    var signature = model.resolve("model.sig");
    var done = Invocation.of("sign", model, "--signature", signature, "--signing-key", key);
    assertThat(done.exitCode()).as(done.err()).isZero();
    sigstore.log(signature);
    root = temporary.resolve("trusted_root.json");
    sigstore.writeTrustedRoot(root);
  }

  private Invocation verify(String who, String issuer) {
    return Invocation.of(
        "verify", model, "--trusted-root", root, "--identity", who, "--issuer", issuer);
  }

  private void change(Path file, Consumer<ObjectNode> how) throws Exception {
    var mapper = new JsonMapper();
    var json = (ObjectNode) mapper.readTree(file.toFile());
    how.accept(json);
    mapper.writeValue(file.toFile(), json);
  }

  @Test
  void holdsForItsIdentityAndIssuer() {
    var done = verify(IDENTITY, ISSUER);
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).contains("holds: ", "2 resources", "digest sha256:");
  }

  @Test
  void anotherIdentityOrIssuerIsRefused() {
    assertThat(verify("someone@example.org", ISSUER).refusal()).contains("does not hold for");
    assertThat(verify(IDENTITY, "https://example.org").refusal()).contains("does not hold for");
    assertThat(verify(IDENTITY.substring(1), ISSUER).refusal()).contains("does not hold for");
  }

  @Test
  void aFileThatIsNotTheSignedOneIsRefused() throws Exception {
    Files.writeString(model.resolve("signme-1"), "other");
    assertThat(verify(IDENTITY, ISSUER).refusal())
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
          var other = payload.replace("signme-1", "signme-3");
          assertThat(other).isNotEqualTo(payload);
          envelope.put(
              "payload",
              java.util.Base64.getEncoder()
                  .encodeToString(other.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        });
    assertThat(verify(IDENTITY, ISSUER).refusal()).contains("does not hold for");
  }

  @Test
  void aCertificateThatNoTrustedLogHoldsIsRefused() throws Exception {
    change(root, json -> json.putArray("ctlogs"));
    assertThat(verify(IDENTITY, ISSUER).exitCode()).isEqualTo(1);
  }

  @Test
  void anAuthorityThatIsNotTrustedProvesNothing() throws Exception {
    var other = temporary.resolve("other.json");
    new LocalSigstore().writeTrustedRoot(other);
    var done =
        Invocation.of(
            "verify", model, "--trusted-root", other, "--identity", IDENTITY, "--issuer", ISSUER);
    assertThat(done.refusal()).contains("does not hold for");
  }

  @Test
  void withoutTheLogsEntryItIsRefused() throws Exception {
    change(
        model.resolve("model.sig"),
        bundle -> ((ObjectNode) bundle.path("verificationMaterial")).putArray("tlogEntries"));
    assertThat(verify(IDENTITY, ISSUER).exitCode()).isEqualTo(1);
  }

  @Test
  void aLogThatIsNotTrustedProvesNothing() throws Exception {
    change(root, json -> json.putArray("tlogs"));
    var done =
        Invocation.of(
            "verify", model, "--trusted-root", root, "--identity", IDENTITY, "--issuer", ISSUER);
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
    assertThat(Invocation.of("verify", model, "--trusted-root", root).exitCode()).isEqualTo(2);
  }
}
