package dev.martello.operator.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The envelope agreed with the runtime. */
class EvidenceEnvelopeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CONTRACTS = Path.of("..", "docs", "contracts");

  private static byte[] agreed() throws Exception {
    return Files.readAllBytes(CONTRACTS.resolve("evidence-envelope.json"));
  }

  private static X509Certificate shown() throws Exception {
    try (var in = Files.newInputStream(CONTRACTS.resolve("evidence-envelope.crt.pem"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void agreedEnvelopeHoldsTheAgreedDocument() throws Exception {
    assertThat(EvidenceEnvelope.open(agreed(), shown()))
        .isEqualTo(Files.readAllBytes(CONTRACTS.resolve("evidence.json")));
  }

  @Test
  void everyFlippedByteOfDocumentAndSignatureIsNoticed() throws Exception {
    for (String pointer : new String[] {"/payload", "/signatures/0/sig"}) {
      ObjectNode agreed = (ObjectNode) JSON.readTree(agreed());
      byte[] bytes = agreed.at(pointer).binaryValue();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] ^= 1;
        if (pointer.equals("/payload")) {
          agreed.put("payload", bytes);
        } else {
          ((ObjectNode) agreed.at("/signatures/0")).put("sig", bytes);
        }
        byte[] envelope = JSON.writeValueAsBytes(agreed);
        assertThatThrownBy(() -> EvidenceEnvelope.open(envelope, shown()))
            .isInstanceOf(EvidenceEnvelope.Refused.class);
        bytes[i] ^= 1;
      }
    }
  }

  private static EvidenceFailure changed(Consumer<ObjectNode> change) throws Exception {
    ObjectNode envelope = (ObjectNode) JSON.readTree(agreed());
    change.accept(envelope);
    try {
      EvidenceEnvelope.open(JSON.writeValueAsBytes(envelope), shown());
      throw new AssertionError("it was taken: " + envelope);
    } catch (EvidenceEnvelope.Refused refused) {
      return refused.failure();
    }
  }

  @Test
  void anythingElseIsMalformed() throws Exception {
    assertThat(changed(e -> e.put("payloadType", "application/vnd.in-toto+json")))
        .isEqualTo(EvidenceFailure.EvidenceMalformed);
    assertThat(changed(e -> e.remove("payload"))).isEqualTo(EvidenceFailure.EvidenceMalformed);
    assertThat(changed(e -> e.putNull("payload"))).isEqualTo(EvidenceFailure.EvidenceMalformed);
    assertThat(changed(e -> e.putArray("signatures"))).isEqualTo(EvidenceFailure.EvidenceMalformed);
    assertThat(changed(e -> e.putArray("signatures").addNull()))
        .isEqualTo(EvidenceFailure.EvidenceMalformed);
    assertThat(changed(e -> e.withArray("signatures").add(e.at("/signatures/0"))))
        .isEqualTo(EvidenceFailure.EvidenceMalformed);
    assertThat(changed(e -> e.put("more", 1))).isEqualTo(EvidenceFailure.EvidenceMalformed);
    assertThat(changed(e -> ((ObjectNode) e.at("/signatures/0")).put("sig", new byte[0])))
        .isEqualTo(EvidenceFailure.EvidenceSignatureInvalid);
  }
}
