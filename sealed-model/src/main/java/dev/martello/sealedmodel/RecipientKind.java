package dev.martello.sealedmodel;

/** How a recipient's key carries the content-encryption key. */
public enum RecipientKind {
  /** ECDH on P-256 (RFC 5753). */
  P256("P-256", false),
  /** RSAES-OAEP with SHA-256 (RFC 8017, RFC 3560). */
  RSA_OAEP("RSA-OAEP", false),
  /** X25519 with HKDF (RFC 8418). */
  X25519("X25519", false),
  /** ML-KEM-768 (FIPS 203, RFC 9629, RFC 9936). */
  ML_KEM_768("ML-KEM-768", true),
  /** A symmetric key-encryption key (AES-256 key wrap, RFC 3394). */
  KEK("KEK", true);

  private final String label;
  private final boolean postQuantum;

  RecipientKind(String label, boolean postQuantum) {
    this.label = label;
    this.postQuantum = postQuantum;
  }

  /** How the kind is written wherever it is shown. */
  public String label() {
    return label;
  }

  /** Whether no quantum algorithm is known that would open what is wrapped so. */
  public boolean isPostQuantum() {
    return postQuantum;
  }
}
