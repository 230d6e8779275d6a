package dev.martello.runtime.tokens;

/** Why a token does not hold; the name is what the access log shows. */
public enum TokenRefusal {
  TokenMalformed("is not a JSON Web Token as RFC 7519 has it; send Authorization: Bearer TOKEN"),
  TokenAlgorithmRefused("is signed by an algorithm that is not taken; RS256 and ES256 are"),
  TokenKeyUnknown("names no key of this cluster; ask the kubelet for a fresh token"),
  TokenSignatureInvalid("does not verify"),
  TokenClaimMissing("lacks one of iss, sub, aud, iat and exp"),
  TokenIssuerUnknown("is from another issuer than this cluster"),
  TokenAudienceWrong("is not for exactly this deployment's audience, martello:NAMESPACE/NAME"),
  TokenExpired("has expired; read the mounted file again"),
  TokenNotYetValid("is not valid yet; are the clocks right?"),
  TokenLifetimeTooLong("is good for more than an hour; ask for expirationSeconds: 3600"),
  TokenNotBound("is bound to no pod; mount it by a projected volume");

  private final String text;

  TokenRefusal(String text) {
    this.text = text;
  }

  /** For the caller. */
  public String text() {
    return "the token " + text;
  }
}
