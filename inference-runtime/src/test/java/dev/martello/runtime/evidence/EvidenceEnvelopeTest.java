package dev.martello.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

/** The envelope agreed with the operator, which OpenSSL signed. */
class EvidenceEnvelopeTest {
  private static final Path CONTRACTS = Path.of("..", "docs", "contracts");

  @Test
  void whatIsSignedIsWhatWasAgreed() throws Exception {
    byte[] document = Files.readAllBytes(CONTRACTS.resolve("evidence.json"));
    JsonNode agreed =
        new JsonMapper().readTree(CONTRACTS.resolve("evidence-envelope.json").toFile());
    assertThat(agreed.path("payloadType").textValue()).isEqualTo(EvidenceEnvelope.PAYLOAD_TYPE);
    assertThat(agreed.path("payload").binaryValue()).isEqualTo(document);
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initVerify(certificate());
    signature.update(EvidenceEnvelope.signedBytes(document));
    assertThat(signature.verify(agreed.at("/signatures/0/sig").binaryValue())).isTrue();
  }

  private static X509Certificate certificate() throws Exception {
    try (var in = Files.newInputStream(CONTRACTS.resolve("evidence-envelope.crt.pem"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
