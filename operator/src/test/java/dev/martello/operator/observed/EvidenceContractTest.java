package dev.martello.operator.observed;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The evidence document that the runtime writes is the one that the operator reads. */
class EvidenceContractTest {
  private static final Path CONTRACT = Path.of("../docs/contracts/evidence.json");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .defaultPropertyInclusion(JsonInclude.Value.construct(NON_NULL, NON_NULL))
          .build();

  @Test
  void nothingOfTheDocumentIsLost() throws Exception {
    byte[] contract = Files.readAllBytes(CONTRACT);
    Evidence evidence = EvidenceFormat.parse(contract);
    // Through text, so that numbers are compared as JSON and not as Java types.
    assertThat(JSON.readTree(JSON.writeValueAsBytes(evidence))).isEqualTo(JSON.readTree(contract));
    assertThat(evidence.time()).isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
    assertThat(evidence.egress())
        .isEqualTo(new Evidence.Egress("198.18.0.1:443", Outcome.TimedOut));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"model", "tls", "process", "cgroup", "egress", "operatorPort", "accessLog"})
  void whatTheRuntimeCouldNotReadMayBeLeftOut(String part) throws Exception {
    ObjectNode document = (ObjectNode) JSON.readTree(CONTRACT.toFile());
    document.remove(part);
    Evidence evidence = EvidenceFormat.parse(JSON.writeValueAsBytes(document));
    assertThat(JSON.<ObjectNode>valueToTree(evidence).has(part)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"formatVersion", "nonce", "time", "pod", "settings"})
  void butNotThis(String part) throws Exception {
    ObjectNode document = (ObjectNode) JSON.readTree(CONTRACT.toFile());
    document.remove(part);
    byte[] bytes = JSON.writeValueAsBytes(document);
    assertThatThrownBy(() -> EvidenceFormat.parse(bytes)).isInstanceOf(EvidenceMalformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"formatVersion\": 1}",
        "{\"formatVersion\": 2, \"nonce\": \"\", \"time\": \"2026-11-23T08:00:00Z\", \"pod\": {}, \"settings\": {\"sha256\": \"\", \"signersSha256\": \"\"}}",
        "{\"formatVersion\": 1, \"nonce\": \"\", \"time\": \"yesterday\", \"pod\": {}, \"settings\": {\"sha256\": \"\", \"signersSha256\": \"\"}}",
        "{\"formatVersion\": 1, \"nonce\": \"\", \"time\": \"2026-11-23T08:00:00Z\", \"pod\": {}, \"settings\": {\"sha256\": \"\", \"signersSha256\": \"\"}, \"trusted\": true}",
        "{\"formatVersion\": 1, \"nonce\": \"\", \"time\": \"2026-11-23T08:00:00Z\", \"pod\": {}, \"settings\": {\"sha256\": \"\", \"signersSha256\": \"\"}, \"egress\": {\"outcome\": \"Fine\"}}",
        "{\"formatVersion\": 1, \"nonce\": \"\", \"time\": \"2026-11-23T08:00:00Z\", \"pod\": {}, \"settings\": {\"sha256\": \"\", \"signersSha256\": \"\"}} {}",
        "{\"formatVersion\": 1, \"formatVersion\": 1, \"nonce\": \"\", \"time\": \"2026-11-23T08:00:00Z\", \"pod\": {}, \"settings\": {\"sha256\": \"\", \"signersSha256\": \"\"}}",
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> EvidenceFormat.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(EvidenceMalformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nonce", "/settings/sha256", "/model/digest", "/model/signer/keyId"})
  void norMayItBeNull(String pointer) throws Exception {
    ObjectNode document = (ObjectNode) JSON.readTree(CONTRACT.toFile());
    int slash = pointer.lastIndexOf('/');
    ((ObjectNode) document.at(pointer.substring(0, slash))).putNull(pointer.substring(slash + 1));
    byte[] bytes = JSON.writeValueAsBytes(document);
    assertThatThrownBy(() -> EvidenceFormat.parse(bytes)).isInstanceOf(EvidenceMalformed.class);
  }

  @Test
  void tooMuchIsRefusedUnread() {
    assertThatThrownBy(() -> EvidenceFormat.parse(new byte[EvidenceFormat.MAX_BYTES + 1]))
        .isInstanceOf(EvidenceMalformed.class)
        .hasMessageContaining("longer than");
  }
}
