package dev.martello.operator.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.operator.observed.EvidenceFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * The DSSE envelope (v1.0) around an evidence document: who holds the key of the certificate that
 * the pod showed has signed it. Nothing in it is used before its signature has held.
 */
final class EvidenceEnvelope {

  private record Text(
      @JsonProperty(required = true) String payload,
      @JsonProperty(required = true) String payloadType,
      @JsonProperty(required = true) List<Entry> signatures) {

    boolean complete() {
      return payload != null
          && PAYLOAD_TYPE.equals(payloadType)
          && signatures != null
          && signatures.size() == 1
          && signatures.getFirst() != null
          && signatures.getFirst().sig() != null;
    }
  }

  private record Entry(
      @JsonProperty(required = true) String keyid, @JsonProperty(required = true) String sig) {}

  private static final String PAYLOAD_TYPE = "application/vnd.martello.evidence.v1+json";
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxStringLength(EvidenceFormat.MAX_BYTES)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EvidenceEnvelope() {}

  /** Why the document in it is not looked at. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final EvidenceFailure failure;

    Refused(EvidenceFailure failure, String message) {
      super(message);
      this.failure = failure;
    }

    EvidenceFailure failure() {
      return failure;
    }
  }

  /**
   * The document, once its signature has held.
   *
   * @param shown the leaf of the TLS session in which the envelope came
   */
  static byte[] open(byte[] json, X509Certificate shown) throws Refused {
    Text envelope = parse(json);
    try {
      byte[] payload = Base64.getDecoder().decode(envelope.payload());
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(shown.getPublicKey());
      verifier.update(head(payload.length));
      verifier.update(payload);
      if (verifier.verify(Base64.getDecoder().decode(envelope.signatures().getFirst().sig()))) {
        return payload;
      }
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      // A signature that is none, or by a key of another kind, holds as little as a wrong one.
    }
    throw new Refused(
        EvidenceFailure.EvidenceSignatureInvalid,
        "The pod's evidence is not signed with the key of the certificate that its management port shows.");
  }

  private static Text parse(byte[] json) throws Refused {
    try {
      Text envelope = JSON.readValue(json, Text.class);
      if (envelope != null && envelope.complete()) {
        return envelope;
      }
    } catch (IOException malformed) {
      // Said below: the parser's own words would repeat what a pod sent.
    }
    throw new Refused(
        EvidenceFailure.EvidenceMalformed,
        "The pod's evidence is not a DSSE envelope of type "
            + PAYLOAD_TYPE
            + " with one signature; runtime and operator must come from the same release.");
  }

  /** The pre-authentication encoding of DSSE v1.0, up to the payload. */
  private static byte[] head(int length) {
    return "DSSEv1 %d %s %d "
        .formatted(PAYLOAD_TYPE.length(), PAYLOAD_TYPE, length)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
