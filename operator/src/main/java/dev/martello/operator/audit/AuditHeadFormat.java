package dev.martello.operator.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;

/** A head as one line of JSON, the item {@code head.json} of the ConfigMap. */
public final class AuditHeadFormat {
  public static final String ITEM = "head.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditHeadFormat() {}

  public static String write(AuditHead head) {
    ObjectNode json = JSON.createObjectNode();
    json.put("epoch", head.epoch()).put("number", head.number()).put("hash", head.hash());
    json.put("signature", head.signature());
    try {
      json.put("certificate", Base64.getEncoder().encodeToString(head.certificate().getEncoded()));
      return JSON.writeValueAsString(json);
    } catch (CertificateEncodingException | JsonProcessingException unreachable) {
      throw new IllegalStateException(unreachable);
    }
  }

  /** A head, or the ConfigMap that holds one; nothing if it is neither. */
  public static Optional<AuditHead> read(JsonNode json) {
    JsonNode item = json.at("/data/" + ITEM);
    return item.isTextual() ? read(item.textValue()) : head(json);
  }

  public static Optional<AuditHead> read(String text) {
    try {
      return head(JSON.readTree(text));
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<AuditHead> head(JsonNode json) {
    String hash = json.path("hash").asText();
    if (!json.path("epoch").isIntegralNumber()
        || !json.path("number").isIntegralNumber()
        || !hash.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    return certificate(json.path("certificate").asText())
        .map(
            certificate ->
                new AuditHead(
                    json.path("epoch").longValue(),
                    json.path("number").longValue(),
                    hash,
                    json.path("signature").asText(),
                    certificate));
  }

  private static Optional<X509Certificate> certificate(String base64) {
    try {
      byte[] der = Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
