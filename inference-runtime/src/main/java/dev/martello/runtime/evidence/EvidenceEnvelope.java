package dev.martello.runtime.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.tls.ServingCertificate;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;

/**
 * A DSSE envelope (v1.0) around an evidence document, signed with the serving certificate's key:
 * unlike the TLS session it can be kept, and shown to others.
 */
final class EvidenceEnvelope {
  static final String PAYLOAD_TYPE = "application/vnd.martello.evidence.v1+json";
  private static final JsonMapper MAPPER = new JsonMapper();

  private EvidenceEnvelope() {}

  static byte[] seal(byte[] document, ServingCertificate certificate) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("payload", Base64.getEncoder().encodeToString(document));
    json.put("payloadType", PAYLOAD_TYPE);
    ObjectNode signature = json.putArray("signatures").addObject();
    signature.put("keyid", certificate.sha256());
    signature.put("sig", Base64.getEncoder().encodeToString(sign(document, certificate)));
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private static byte[] sign(byte[] document, ServingCertificate certificate) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSA");
      signer.initSign(certificate.key());
      signer.update(signedBytes(document));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the serving certificate's key is no EC key", e);
    }
  }

  /** The pre-authentication encoding of DSSE v1.0. */
  static byte[] signedBytes(byte[] document) {
    byte[] head =
        "DSSEv1 %d %s %d "
            .formatted(PAYLOAD_TYPE.length(), PAYLOAD_TYPE, document.length)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[head.length + document.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(document, 0, all, head.length, document.length);
    return all;
  }
}
