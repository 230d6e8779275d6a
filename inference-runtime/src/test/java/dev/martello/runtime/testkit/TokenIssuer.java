package dev.martello.runtime.testkit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;

/** Issues tokens as an API server does, and such as none would. */
public final class TokenIssuer {
  public static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

  private static final JsonMapper JSON = new JsonMapper();

  private final String kid;
  private final KeyPair keys;

  private TokenIssuer(String kid, KeyPair keys) {
    this.kid = kid;
    this.keys = keys;
  }

  public static TokenIssuer rsa(String kid) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new TokenIssuer(kid, generator.generateKeyPair());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static TokenIssuer p256(String kid) {
    return new TokenIssuer(kid, Keys.p256());
  }

  public KeyPair keys() {
    return keys;
  }

  /** The public half, as JWKS shows it. */
  public ObjectNode jwk() {
    ObjectNode jwk = JSON.createObjectNode().put("use", "sig").put("kid", kid);
    if (keys.getPublic() instanceof RSAPublicKey rsa) {
      return jwk.put("kty", "RSA")
          .put("alg", "RS256")
          .put("n", number(rsa.getModulus(), 256))
          .put("e", number(rsa.getPublicExponent(), 3));
    }
    ECPublicKey ec = (ECPublicKey) keys.getPublic();
    return jwk.put("kty", "EC")
        .put("alg", "ES256")
        .put("crv", "P-256")
        .put("x", number(ec.getW().getAffineX(), 32))
        .put("y", number(ec.getW().getAffineY(), 32));
  }

  public static String jwks(TokenIssuer... issuers) {
    ObjectNode set = JSON.createObjectNode();
    for (TokenIssuer issuer : issuers) {
      set.withArray("keys").add(issuer.jwk());
    }
    return set.toString();
  }

  /** What the API server puts into the token of a pod of that service account. */
  public static ObjectNode claims(
      String audience, String namespace, String account, Instant issued, long seconds) {
    ObjectNode claims = JSON.createObjectNode();
    claims.putArray("aud").add(audience);
    claims.put("exp", issued.getEpochSecond() + seconds);
    claims.put("iat", issued.getEpochSecond());
    claims.put("iss", ISSUER);
    claims.put("jti", "5f0d5e0e-8f0a-4b57-9a51-0d6a4a2f3f11");
    ObjectNode kubernetes = claims.putObject("kubernetes.io");
    kubernetes.put("namespace", namespace);
    kubernetes.putObject("node").put("name", "node-1").put("uid", "n");
    kubernetes.putObject("pod").put("name", "client").put("uid", "p");
    kubernetes.putObject("serviceaccount").put("name", account).put("uid", "s");
    claims.put("nbf", issued.getEpochSecond());
    claims.put("sub", "system:serviceaccount:" + namespace + ":" + account);
    return claims;
  }

  public ObjectNode header() {
    return JSON.createObjectNode().put("alg", jwk().get("alg").textValue()).put("kid", kid);
  }

  public String token(ObjectNode claims) {
    return token(header(), claims.toString());
  }

  /** With another header than {@link #header}. */
  public String token(Consumer<ObjectNode> change, ObjectNode claims) {
    ObjectNode header = header();
    change.accept(header);
    return token(header, claims.toString());
  }

  public String token(ObjectNode header, String claims) {
    String signed = encoded(header.toString()) + "." + encoded(claims);
    return signed + "." + base64(sign(signed));
  }

  private byte[] sign(String signed) {
    try {
      Signature signer =
          Signature.getInstance(
              keys.getPublic() instanceof RSAPublicKey
                  ? "SHA256withRSA"
                  : "SHA256withECDSAinP1363Format");
      signer.initSign(keys.getPrivate());
      signer.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signer.sign();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static String encoded(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String number(BigInteger number, int bytes) {
    byte[] raw = number.toByteArray();
    byte[] exact = new byte[bytes];
    int skip = Math.max(0, raw.length - bytes);
    byte[] magnitude = Arrays.copyOfRange(raw, skip, raw.length);
    System.arraycopy(magnitude, 0, exact, bytes - magnitude.length, magnitude.length);
    return base64(exact);
  }
}
