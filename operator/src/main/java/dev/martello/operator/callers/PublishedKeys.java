package dev.martello.operator.callers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who issues service-account tokens, and with which public keys, as the pods are told.
 *
 * @param issuers as tokens name them in {@code iss}
 * @param keys JSON Web Keys by their {@code kid}, public members only
 */
public record PublishedKeys(SortedSet<String> issuers, SortedMap<String, String> keys) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PUBLIC =
      List.of("kid", "kty", "use", "alg", "n", "e", "crv", "x", "y");

  /**
   * Reads the API server's two documents.
   *
   * @param configuration of {@code /.well-known/openid-configuration}
   * @param jwks of {@code /openid/v1/jwks}
   * @throws IllegalArgumentException if there is no issuer or no key in them
   */
  static PublishedKeys read(String configuration, String jwks) {
    try {
      TreeSet<String> issuers = new TreeSet<>();
      String issuer = JSON.readTree(configuration).path("issuer").asText();
      if (!issuer.isBlank() && issuer.lines().count() == 1) {
        issuers.add(issuer);
      }
      TreeMap<String, String> keys = new TreeMap<>();
      for (JsonNode key : JSON.readTree(jwks).path("keys")) {
        String kid = key.path("kid").asText();
        if (!kid.isBlank() && key instanceof ObjectNode object) {
          keys.put(kid, JSON.writeValueAsString(object.retain(PUBLIC)));
        }
      }
      if (issuers.isEmpty() || keys.isEmpty()) {
        throw new IllegalArgumentException("they name no issuer or no key");
      }
      return new PublishedKeys(issuers, keys);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("they are not JSON", malformed);
    }
  }

  /** A JSON Web Key Set (RFC 7517), the same bytes for the same keys. */
  String jwks() {
    return "{\"keys\":[\n" + String.join(",\n", keys.values()) + "\n]}\n";
  }

  /** One a line. */
  String issuerLines() {
    return String.join("\n", issuers) + "\n";
  }
}
