package dev.martello.runtime.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import dev.martello.runtime.tokens.TokenOutcome.Subject;
import java.util.Optional;
import java.util.Set;

/** What a token whose signature holds must say (RFC 7519, section 4.1; and Kubernetes' own). */
final class TokenClaims {
  static final long LEEWAY_SECONDS = 30;
  private static final long LONGEST_SECONDS = 3600;

  private TokenClaims() {}

  static Subject check(JsonNode claims, Set<String> issuers, String audience, long now)
      throws TokenInvalid {
    if (!issuers.contains(required(claims, "iss"))) {
      throw new TokenInvalid(TokenRefusal.TokenIssuerUnknown);
    }
    String subject = required(claims, "sub");
    audience(claims, audience);
    long issued = seconds(claims, "iat");
    long expires = seconds(claims, "exp");
    long from = claims.has("nbf") ? seconds(claims, "nbf") : issued;
    if (now >= expires + LEEWAY_SECONDS) {
      throw new TokenInvalid(TokenRefusal.TokenExpired);
    }
    if (now < Math.max(issued, from) - LEEWAY_SECONDS) {
      throw new TokenInvalid(TokenRefusal.TokenNotYetValid);
    }
    if (expires - issued > LONGEST_SECONDS || expires <= issued) {
      throw new TokenInvalid(TokenRefusal.TokenLifetimeTooLong);
    }
    bound(claims, subject);
    return new Subject(subject, expires + LEEWAY_SECONDS);
  }

  /** Ours and no other: whoever else the token were for could pose with it as the caller here. */
  private static void audience(JsonNode claims, String audience) throws TokenInvalid {
    JsonNode value = claims.get("aud");
    if (value == null) {
      throw new TokenInvalid(TokenRefusal.TokenClaimMissing);
    }
    JsonNode only = value.isArray() && value.size() == 1 ? value.get(0) : value;
    if (!only.isTextual() || !only.textValue().equals(audience)) {
      throw new TokenInvalid(TokenRefusal.TokenAudienceWrong);
    }
  }

  /** The API server writes which pod a token was made for; and {@code sub} in parts. */
  private static void bound(JsonNode claims, String subject) throws TokenInvalid {
    JsonNode kubernetes = claims.path("kubernetes.io");
    JsonNode pod = kubernetes.path("pod");
    if (StrictJson.text(pod, "name").isEmpty() || StrictJson.text(pod, "uid").isEmpty()) {
      throw new TokenInvalid(TokenRefusal.TokenNotBound);
    }
    Optional<String> namespace = StrictJson.text(kubernetes, "namespace");
    Optional<String> account = StrictJson.text(kubernetes.path("serviceaccount"), "name");
    if (namespace.isEmpty()
        || account.isEmpty()
        || !subject.equals("system:serviceaccount:" + namespace.get() + ":" + account.get())) {
      throw new TokenInvalid(TokenRefusal.TokenNotBound);
    }
  }

  private static String required(JsonNode claims, String name) throws TokenInvalid {
    return StrictJson.text(claims, name)
        .orElseThrow(() -> new TokenInvalid(TokenRefusal.TokenClaimMissing));
  }

  private static long seconds(JsonNode claims, String name) throws TokenInvalid {
    JsonNode value = claims.get(name);
    if (value == null) {
      throw new TokenInvalid(TokenRefusal.TokenClaimMissing);
    }
    // The bound keeps sums from overflowing: the year 10889.
    if (!value.isIntegralNumber() || value.asLong(-1) < 0 || value.asLong() > 1L << 48) {
      throw new TokenInvalid(TokenRefusal.TokenMalformed);
    }
    return value.asLong();
  }
}
