package dev.martello.runtime.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import dev.martello.runtime.tokens.TokenOutcome.Refused;
import dev.martello.runtime.tokens.TokenOutcome.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies service-account tokens with the cluster's public keys. One that holds is remembered by
 * its SHA-256 until it expires or the keys change; what does not hold is not remembered.
 */
public final class TokenVerifier {
  private static final int MOST_CHARACTERS = 8 * 1024;
  private static final int MOST_REMEMBERED = 4096;
  private static final String SCHEME = "Bearer ";

  private final String audience;
  private final Supplier<TokenKeys> keys;
  private final InstantSource clock;
  private final Map<ByteBuffer, Remembered> remembered = new ConcurrentHashMap<>();

  /** Holds under these very keys, and under no later ones. */
  private record Remembered(TokenKeys under, Subject subject) {}

  /**
   * @param audience the only one that a token may be for
   * @param keys as they are now
   */
  public TokenVerifier(String audience, Supplier<TokenKeys> keys, InstantSource clock) {
    this.audience = audience;
    this.keys = keys;
    this.clock = clock;
  }

  /** The audience of a deployment's tokens. */
  public static String audience(String namespace, String deployment) {
    return "martello:" + namespace + "/" + deployment;
  }

  /** Judges the field Authorization (RFC 6750, section 2.1); null if a request had none. */
  public TokenOutcome check(@Nullable String authorization) {
    if (authorization == null) {
      return TokenOutcome.NONE;
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        || authorization.length() > SCHEME.length() + MOST_CHARACTERS) {
      return new Refused(TokenRefusal.TokenMalformed);
    }
    String token = authorization.substring(SCHEME.length());
    TokenKeys current = keys.get();
    long now = clock.instant().getEpochSecond();
    ByteBuffer hash = hash(token);
    Remembered known = remembered.get(hash);
    // The very same object: every reload of the keys makes another.
    if (known != null && known.under() == current && now < known.subject().notAfter()) {
      return known.subject();
    }
    try {
      Subject subject = verify(token, current, now);
      remember(hash, new Remembered(current, subject), now);
      return subject;
    } catch (TokenInvalid e) {
      return new Refused(e.why());
    }
  }

  private Subject verify(String token, TokenKeys current, long now) throws TokenInvalid {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      throw new TokenInvalid(TokenRefusal.TokenMalformed);
    }
    JsonNode header = object(token.substring(0, first));
    // What "crit" names changes how the rest is read (RFC 7515, section 4.1.11); we know none.
    if (header.has("crit")) {
      throw new TokenInvalid(TokenRefusal.TokenMalformed);
    }
    TokenAlgorithm algorithm =
        StrictJson.text(header, "alg")
            .flatMap(TokenAlgorithm::named)
            .orElseThrow(() -> new TokenInvalid(TokenRefusal.TokenAlgorithmRefused));
    PublicKey key =
        StrictJson.text(header, "kid")
            .flatMap(current::key)
            .orElseThrow(() -> new TokenInvalid(TokenRefusal.TokenKeyUnknown));
    if (TokenAlgorithm.of(key) != algorithm) {
      throw new TokenInvalid(TokenRefusal.TokenAlgorithmRefused);
    }
    byte[] signed = token.substring(0, second).getBytes(StandardCharsets.US_ASCII);
    if (!algorithm.verifies(key, signed, decoded(token.substring(second + 1)))) {
      throw new TokenInvalid(TokenRefusal.TokenSignatureInvalid);
    }
    // Nothing of what it claims is looked at before.
    return TokenClaims.check(
        object(token.substring(first + 1, second)), current.issuers(), audience, now);
  }

  private static JsonNode object(String part) throws TokenInvalid {
    return StrictJson.object(decoded(part))
        .orElseThrow(() -> new TokenInvalid(TokenRefusal.TokenMalformed));
  }

  /** Base64url without padding (RFC 7515, section 2). */
  private static byte[] decoded(String part) throws TokenInvalid {
    try {
      if (part.isEmpty() || part.indexOf('=') >= 0) {
        throw new TokenInvalid(TokenRefusal.TokenMalformed);
      }
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw new TokenInvalid(TokenRefusal.TokenMalformed);
    }
  }

  private void remember(ByteBuffer hash, Remembered held, long now) {
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered
          .values()
          .removeIf(each -> each.under() != held.under() || now >= each.subject().notAfter());
    }
    if (remembered.size() < MOST_REMEMBERED) {
      remembered.put(hash, held);
    }
  }

  private static ByteBuffer hash(String token) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
