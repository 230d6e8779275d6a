package dev.martello.cli.authority;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.cli.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The roots of a ConfigMap NAME-ca, each of which the status of the ModelDeployment NAME names.
 *
 * @param signing SHA-256 of the one that signed the certificate that the pods show now
 */
record Roots(List<Root> all, String signing) {
  static final String HOW =
      "give it what `kubectl get configmap/NAME-ca modeldeployment/NAME -o json` prints";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One root and its SHA-256 (DER) in hex. */
  record Root(X509Certificate certificate, String sha256) {}

  static Roots of(String text, String source) throws Refusal {
    JsonNode list = json(text, source);
    JsonNode deployment = only(list, "ModelDeployment", source);
    JsonNode configMap = only(list, "ConfigMap", source);
    String name = deployment.at("/metadata/name").asText() + "-ca";
    if (!configMap.at("/metadata/name").asText().equals(name)
        || !configMap.at("/metadata/namespace").equals(deployment.at("/metadata/namespace"))) {
      throw new Refusal(source + ": the ConfigMap is not " + name + ": " + HOW);
    }
    Set<String> named = named(deployment, source);
    List<Root> roots = new ArrayList<>();
    for (X509Certificate certificate : certificates(configMap, name)) {
      String sha256 = sha256(certificate);
      if (!named.contains(sha256)) {
        throw new Refusal(
            "ConfigMap %s holds a root that the status does not name (SHA-256 %s): somebody else may have put it there; if the operator is rotating its CA, ask again in a minute"
                .formatted(name, sha256));
      }
      roots.add(new Root(certificate, sha256));
    }
    return new Roots(roots, deployment.at("/status/certificate/authoritySha256").asText());
  }

  private static Set<String> named(JsonNode deployment, String source) throws Refusal {
    JsonNode certificate = deployment.at("/status/certificate");
    Set<String> named = new LinkedHashSet<>();
    certificate.path("trustedSha256").forEach(each -> named.add(each.asText()));
    Optional.ofNullable(certificate.get("authoritySha256"))
        .map(JsonNode::asText)
        .ifPresent(named::add);
    if (named.isEmpty()) {
      throw new Refusal(
          source + ": the status names no root: the operator has issued no certificate yet");
    }
    return named;
  }

  private static JsonNode json(String text, String source) throws Refusal {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Refusal("%s is no JSON (%s): %s".formatted(source, e.getOriginalMessage(), HOW), e);
    }
  }

  private static JsonNode only(JsonNode list, String kind, String source) throws Refusal {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode item : list.path("items")) {
      if (item.path("kind").asText().equals(kind)) {
        found.add(item);
      }
    }
    if (found.size() != 1) {
      throw new Refusal("%s: not one %s in it: %s".formatted(source, kind, HOW));
    }
    return found.getFirst();
  }

  private static List<X509Certificate> certificates(JsonNode configMap, String name)
      throws Refusal {
    byte[] pem = configMap.at("/data/ca.crt").asText().getBytes(StandardCharsets.US_ASCII);
    try {
      List<X509Certificate> found = new ArrayList<>();
      for (var each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        found.add((X509Certificate) each);
      }
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException malformed) {
      throw new Refusal("ConfigMap %s: ca.crt is no PEM".formatted(name), malformed);
    }
    throw new Refusal("ConfigMap %s: ca.crt holds no certificate".formatted(name));
  }

  private static String sha256(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException unreachable) {
      throw new IllegalStateException(unreachable);
    }
  }

  /** PEM with a line before each block that says which it is (RFC 7468, section 2). */
  String pem() throws CertificateEncodingException {
    StringBuilder text = new StringBuilder();
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    for (Root root : all) {
      text.append(
          "SHA-256 %s, valid until %s, %s\n-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
              .formatted(
                  root.sha256(),
                  root.certificate().getNotAfter().toInstant(),
                  root.sha256().equals(signing)
                      ? "signed the certificate in use"
                      : "during a rotation",
                  lines.encodeToString(root.certificate().getEncoded())));
    }
    return text.toString();
  }
}
