package dev.martello.runtime.tokens;

import static dev.martello.runtime.testkit.TokenIssuer.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.testkit.TokenIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that hold, and all kinds that must not. */
class TokenVerifierTest {
  private static final String AUDIENCE = "martello:demo/linear";
  private static final Instant ISSUED = Instant.parse("2026-11-23T08:00:00Z");
  private static final TokenIssuer RSA = TokenIssuer.rsa("r1");
  private static final TokenIssuer EC = TokenIssuer.p256("e1");
  private static final TokenIssuer STRANGER = TokenIssuer.rsa("r1");

  private Instant now = ISSUED.plusSeconds(60);
  private TokenKeys keys = keys(RSA, EC);
  private final TokenVerifier verifier = new TokenVerifier(AUDIENCE, () -> keys, () -> now);

  private static TokenKeys keys(TokenIssuer... issuers) {
    return TokenKeys.parse(
        TokenIssuer.jwks(issuers).getBytes(StandardCharsets.UTF_8), TokenIssuer.ISSUER + "\n");
  }

  private static ObjectNode claims() {
    return TokenIssuer.claims(AUDIENCE, "shop", "checkout", ISSUED, 3600);
  }

  private static ObjectNode with(Consumer<ObjectNode> change) {
    ObjectNode claims = claims();
    change.accept(claims);
    return claims;
  }

  private TokenOutcome check(String token) {
    return verifier.check("Bearer " + token);
  }

  private static void held(TokenOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            TokenOutcome.Subject.class,
            subject -> assertThat(subject.name()).isEqualTo("system:serviceaccount:shop:checkout"));
  }

  private static void refused(TokenOutcome outcome, TokenRefusal why) {
    assertThat(outcome).isEqualTo(new TokenOutcome.Refused(why));
  }

  @Test
  void takesBothAlgorithmsAndAnyCaseOfTheScheme() {
    held(check(RSA.token(claims())));
    held(check(EC.token(claims())));
    held(verifier.check("bearer " + EC.token(claims())));
    assertThat(verifier.check(null)).isEqualTo(TokenOutcome.NONE);
  }

  @Test
  void takesAnAudienceThatIsNoList() {
    held(check(RSA.token(with(c -> c.put("aud", AUDIENCE)))));
  }

  static Stream<Arguments> hostile() throws Exception {
    ObjectNode good = claims();
    String signed = RSA.token(good);
    String[] parts = signed.split("\\.");
    ObjectNode none = RSA.header().put("alg", "none");
    ObjectNode hs256 = RSA.header().put("alg", "HS256");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(RSA.keys().getPublic().getEncoded(), "HmacSHA256"));
    String hmacSigned = encoded(hs256.toString()) + "." + parts[1];
    String hmac =
        hmacSigned
            + "."
            + TokenIssuer.base64(mac.doFinal(hmacSigned.getBytes(StandardCharsets.US_ASCII)));
    String twice = good.toString().replaceFirst("\\{", "{\"sub\":\"system:serviceaccount:a:b\",");
    return Stream.of(
        row("alg none", encoded(none.toString()) + "." + parts[1] + ".", "TokenAlgorithm"),
        row("alg None, signed", RSA.token(h -> h.put("alg", "None"), good), "TokenAlgorithm"),
        row("HS256 with the public key", hmac, "TokenAlgorithm"),
        row("RS512", RSA.token(h -> h.put("alg", "RS512"), good), "TokenAlgorithm"),
        row("no alg", RSA.token(h -> h.remove("alg"), good), "TokenAlgorithm"),
        row("RS256 with the EC key", RSA.token(h -> h.put("kid", "e1"), good), "TokenAlgo"),
        row("ES256 with the RSA key", EC.token(h -> h.put("kid", "r1"), good), "TokenAlgo"),
        row("no kid", RSA.token(h -> h.remove("kid"), good), "TokenKeyUnknown"),
        row("kid a number", RSA.token(h -> h.put("kid", 1), good), "TokenKeyUnknown"),
        row("another kid", RSA.token(h -> h.put("kid", "../r1"), good), "TokenKeyUnknown"),
        row(
            "its own key in the header",
            STRANGER.token(h -> h.set("jwk", STRANGER.jwk()), good),
            "TokenSignature"),
        row("crit", RSA.token(h -> h.putArray("crit").add("exp"), good), "TokenMalformed"),
        row("a stranger's key", STRANGER.token(good), "TokenSignatureInvalid"),
        row("no signature", parts[0] + "." + parts[1] + ".", "TokenMalformed"),
        row("another's signature", swap(parts, RSA.token(claims("x"))), "TokenSignature"),
        row("a short EC signature", shortSignature(EC.token(good)), "TokenSignature"),
        row("zero EC signature", zeroSignature(EC.token(good)), "TokenSignature"),
        row("duplicate claims", RSA.token(RSA.header(), twice), "TokenMalformed"),
        row("text behind", RSA.token(RSA.header(), good + "{}"), "TokenMalformed"),
        row("a list", RSA.token(RSA.header(), "[]"), "TokenMalformed"),
        row("deep", RSA.token(RSA.header(), "{\"a\":" + "[".repeat(5000)), "TokenMalformed"),
        row("five parts", signed + ".a.b", "TokenMalformed"),
        row("one part", "abc", "TokenMalformed"),
        row("nothing", "", "TokenMalformed"),
        row("padding", signed + "=", "TokenMalformed"),
        row("not base64url", "a+/." + parts[1] + "." + parts[2], "TokenMalformed"),
        row("huge", RSA.token(with(c -> c.put("x", "x".repeat(9000)))), "TokenMalformed"),
        row("two of them", signed + ",Bearer " + signed, "TokenMalformed"),
        row("another iss", RSA.token(with(c -> c.put("iss", "https://x"))), "TokenIssuer"),
        row("no iss", RSA.token(with(c -> c.remove("iss"))), "TokenClaimMissing"),
        row("no aud", RSA.token(with(c -> c.remove("aud"))), "TokenClaimMissing"),
        row("empty aud", RSA.token(with(c -> c.putArray("aud"))), "TokenAudience"),
        row("null aud", RSA.token(with(c -> c.putNull("aud"))), "TokenAudience"),
        row(
            "two audiences",
            RSA.token(with(c -> c.putArray("aud").add(AUDIENCE).add("vault"))),
            "TokenAudience"),
        row("aud nested", RSA.token(with(c -> c.putArray("aud").addArray())), "TokenAud"),
        row("longer aud", RSA.token(with(c -> c.put("aud", AUDIENCE + "2"))), "TokenAudience"),
        row("no sub", RSA.token(with(c -> c.remove("sub"))), "TokenClaimMissing"),
        row("no exp", RSA.token(with(c -> c.remove("exp"))), "TokenClaimMissing"),
        row("no iat", RSA.token(with(c -> c.remove("iat"))), "TokenClaimMissing"),
        row("exp as text", RSA.token(with(c -> c.put("exp", "9"))), "TokenMalformed"),
        row("exp a fraction", RSA.token(with(c -> c.put("exp", 1.5e10))), "TokenMalformed"),
        row(
            "exp past all bounds",
            RSA.token(with(c -> c.put("exp", Long.MAX_VALUE))),
            "TokenMalformed"),
        row(
            "two hours",
            RSA.token(with(c -> c.put("exp", ISSUED.getEpochSecond() + 7200))),
            "TokenLifetime"),
        row(
            "iat pushed ahead",
            RSA.token(
                with(
                    c ->
                        c.put("iat", ISSUED.getEpochSecond() + 7200)
                            .put("exp", ISSUED.getEpochSecond() + 9000))),
            "TokenNotYetValid"),
        row(
            "from later on",
            RSA.token(with(c -> c.put("nbf", ISSUED.getEpochSecond() + 91))),
            "TokenNotYetValid"),
        row("bound to nothing", RSA.token(with(c -> c.remove("kubernetes.io"))), "TokenNot"),
        row(
            "bound to a Secret",
            RSA.token(
                with(
                    c -> {
                      ObjectNode kubernetes = (ObjectNode) c.get("kubernetes.io");
                      kubernetes.remove("pod");
                      kubernetes.putObject("secret").put("name", "s");
                    })),
            "TokenNotBound"),
        row(
            "sub of another than it was made for",
            RSA.token(with(c -> c.put("sub", "system:serviceaccount:shop:admin"))),
            "TokenNotBound"));
  }

  private static ObjectNode claims(String account) {
    return TokenIssuer.claims(AUDIENCE, "shop", account, ISSUED, 3600);
  }

  private static Arguments row(String what, String token, String why) {
    return Arguments.of(what, token, why);
  }

  private static String swap(String[] parts, String other) {
    return parts[0] + "." + parts[1] + "." + other.split("\\.")[2];
  }

  private static String shortSignature(String token) {
    return token.substring(0, token.length() - 4);
  }

  private static String zeroSignature(String token) {
    return token.substring(0, token.lastIndexOf('.') + 1) + TokenIssuer.base64(new byte[64]);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void refusesHostileTokens(String what, String token, String why) {
    assertThat(check(token))
        .as(what)
        .isInstanceOfSatisfying(
            TokenOutcome.Refused.class,
            refused -> assertThat(refused.why().name()).startsWith(why));
  }

  @Test
  void otherSchemesAreNoTokens() {
    refused(verifier.check("Basic dTpw"), TokenRefusal.TokenMalformed);
    refused(verifier.check(RSA.token(claims())), TokenRefusal.TokenMalformed);
    refused(verifier.check("Bearer"), TokenRefusal.TokenMalformed);
  }

  @Test
  void leavesHalfAMinuteForClocks() {
    String token = RSA.token(claims());
    now = ISSUED.minusSeconds(30);
    held(check(token));
    now = ISSUED.minusSeconds(31);
    refused(check(EC.token(claims())), TokenRefusal.TokenNotYetValid);
    now = ISSUED.plusSeconds(3600 + 29);
    held(check(token));
  }

  /** Also one that was remembered. */
  @Test
  void expires() {
    String token = RSA.token(claims());
    held(check(token));
    now = ISSUED.plusSeconds(3600 + 30);
    refused(check(token), TokenRefusal.TokenExpired);
  }

  /** A remembered token does not outlive its key. */
  @Test
  void endsWithItsKey() {
    String token = RSA.token(claims());
    held(check(token));
    keys = keys(EC);
    refused(check(token), TokenRefusal.TokenKeyUnknown);
    keys = keys(STRANGER, EC);
    refused(check(token), TokenRefusal.TokenSignatureInvalid);
    keys = keys(RSA, EC);
    held(check(token));
  }

  @Test
  void readsKeySetsStrictly() {
    unusable("{}");
    unusable("{\"keys\":[]}");
    unusable("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"AAAA\"}]}");
    unusable("{\"keys\":[" + EC.jwk() + "," + RSA.jwk().put("kid", "e1") + "]}");
    unusable("{\"keys\":[" + EC.jwk().put("use", "enc") + "]}");
    unusable("{\"keys\":[" + EC.jwk().put("alg", "RS256") + "]}");
    unusable("{\"keys\":[" + EC.jwk().put("crv", "P-384") + "]}");
    unusable("{\"keys\":[" + RSA.jwk().put("n", "AQAB") + "]}");
    unusable("{\"keys\":[" + without(EC.jwk(), "x") + "]}");
    unusable("{\"keys\":[" + without(EC.jwk(), "kid") + "]}");
    byte[] good = TokenIssuer.jwks(EC).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TokenKeys.parse(good, " \n"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ObjectNode without(ObjectNode jwk, String name) {
    jwk.remove(name);
    return jwk;
  }

  private static void unusable(String jwks) {
    assertThatThrownBy(
            () -> TokenKeys.parse(jwks.getBytes(StandardCharsets.UTF_8), TokenIssuer.ISSUER))
        .as(jwks)
        .isInstanceOf(IllegalArgumentException.class);
  }
}
