package dev.martello.sealedmodel.wrappedkey;

import java.security.Provider;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The algorithms of a wrapped key; others are neither written nor read. */
final class WrappedKeyRules {
  /** Costly to make, and safe to share; not registered with the JDK. */
  static final Provider PROVIDER = new BouncyCastleProvider();

  static final ASN1ObjectIdentifier CONTENT = CMSAlgorithm.AES256_GCM;
  static final Set<ASN1ObjectIdentifier> CONTENTS = Set.of(CONTENT);
  static final ASN1ObjectIdentifier AGREEMENT = CMSAlgorithm.ECDH_SHA256KDF;
  static final ASN1ObjectIdentifier WRAP = CMSAlgorithm.AES256_WRAP;

  /** Bytes of the GCM tag and of the nonce. */
  static final int TAG_BYTES = 16;

  static final int NONCE_BYTES = 12;

  /** Bytes of the input key material, which is the whole content. */
  static final int CONTENT_BYTES = 32;

  /** A P-256 recipient is named by the SHA-256 of its DER SubjectPublicKeyInfo. */
  static final int PUBLIC_KEY_ID_BYTES = 32;

  static final int KEK_ID_BYTES = 16;

  private WrappedKeyRules() {}
}
