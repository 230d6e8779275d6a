package dev.martello.runtime.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who issues tokens in this cluster, and with which keys, as read at one time. */
public final class TokenKeys {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;

  private final Set<String> issuers;
  private final Map<String, PublicKey> keys;

  private TokenKeys(Set<String> issuers, Map<String, PublicKey> keys) {
    this.issuers = Set.copyOf(issuers);
    this.keys = Map.copyOf(keys);
  }

  /** As tokens name them in {@code iss}. */
  Set<String> issuers() {
    return issuers;
  }

  /** The key of that {@code kid}. */
  Optional<PublicKey> key(String kid) {
    return Optional.ofNullable(keys.get(kid));
  }

  /**
   * Reads a JSON Web Key Set (RFC 7517). Keys of other kinds or uses, and such without a {@code
   * kid}, are passed over, as its section 5 has it.
   *
   * @param issuers one a line
   * @throws IllegalArgumentException if it is no key set, or none of its keys can be used; the
   *     message says what is wrong
   */
  public static TokenKeys parse(byte[] jwks, String issuers) {
    Set<String> names = Set.copyOf(issuers.lines().filter(line -> !line.isBlank()).toList());
    JsonNode list =
        StrictJson.object(jwks)
            .map(root -> root.get("keys"))
            .filter(JsonNode::isArray)
            .orElseThrow(() -> new IllegalArgumentException("is no JSON Web Key Set"));
    Map<String, PublicKey> keys = new HashMap<>();
    for (JsonNode key : list) {
      String kid = StrictJson.text(key, "kid").orElse("");
      boolean signs = StrictJson.text(key, "use").map("sig"::equals).orElse(true);
      if (!kid.isEmpty() && signs) {
        Optional<PublicKey> read = read(key);
        if (read.isPresent() && keys.put(kid, read.get()) != null) {
          throw new IllegalArgumentException("has two keys of one kid");
        }
      }
    }
    if (keys.isEmpty() || names.isEmpty()) {
      throw new IllegalArgumentException("has no issuer, or no RS256 or ES256 key with a kid");
    }
    return new TokenKeys(names, keys);
  }

  private static Optional<PublicKey> read(JsonNode key) {
    try {
      Optional<PublicKey> read =
          switch (StrictJson.text(key, "kty").orElse("")) {
            case "RSA" -> Optional.of(rsa(key));
            case "EC" -> "P-256".equals(text(key, "crv")) ? Optional.of(ec(key)) : Optional.empty();
            default -> Optional.empty();
          };
      Optional<String> algorithm = StrictJson.text(key, "alg");
      return read.filter(
          each -> algorithm.isEmpty() || algorithm.get().equals(TokenAlgorithm.of(each).name()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("has a key that is none", e);
    }
  }

  private static PublicKey rsa(JsonNode key) throws GeneralSecurityException {
    RSAPublicKey rsa =
        (RSAPublicKey)
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
    int bits = rsa.getModulus().bitLength();
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
      throw new IllegalArgumentException("has an RSA key of " + bits + " bits");
    }
    return rsa;
  }

  private static PublicKey ec(JsonNode key) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(number(key, "x"), number(key, "y")),
                curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger number(JsonNode key, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(text(key, name)));
  }

  private static String text(JsonNode key, String name) {
    return StrictJson.text(key, name)
        .orElseThrow(() -> new IllegalArgumentException("has a key without " + name));
  }
}
