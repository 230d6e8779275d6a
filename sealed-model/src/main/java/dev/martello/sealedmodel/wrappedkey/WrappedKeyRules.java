package dev.martello.sealedmodel.wrappedkey;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The algorithms of a wrapped key; others are neither written nor read. */
final class WrappedKeyRules {
  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);

  static final ASN1ObjectIdentifier CONTENT = NISTObjectIdentifiers.id_aes256_GCM;
  static final ASN1ObjectIdentifier AGREEMENT =
      SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme;
  static final ASN1ObjectIdentifier WRAP = NISTObjectIdentifiers.id_aes256_wrap;

  /** RFC 8418 section 2.2. */
  static final ASN1ObjectIdentifier X25519_AGREEMENT =
      PKCSObjectIdentifiers.dhSinglePass_stdDH_hkdf_sha256_scheme;

  /** RFC 9936 section 2.2. */
  static final ASN1ObjectIdentifier KEM = NISTObjectIdentifiers.id_alg_ml_kem_768;

  /** The key derivation of RFC 9629 that RFC 9936 asks for; no parameters (RFC 8619). */
  static final AlgorithmIdentifier KEM_KDF =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.id_alg_hkdf_with_sha256);

  /** SHA-256 for the hash and for MGF1, no label (RFC 3560 section 3). */
  static final AlgorithmIdentifier OAEP =
      new AlgorithmIdentifier(
          PKCSObjectIdentifiers.id_RSAES_OAEP,
          new RSAESOAEPparams(
              SHA256,
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, SHA256),
              RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));

  /** Bytes of the GCM tag and of the nonce. */
  static final int TAG_BYTES = 16;

  static final int NONCE_BYTES = 12;

  /** Bytes of the input key material, which is the whole content. */
  static final int CONTENT_BYTES = 32;

  /** A recipient with a public key is named by the SHA-256 of its DER SubjectPublicKeyInfo. */
  static final int PUBLIC_KEY_ID_BYTES = 32;

  static final int CONTENT_KEY_BYTES = 32;

  /** Of AES-256 key wrap. */
  static final int KEK_BYTES = 32;

  static final int KEK_ID_BYTES = 16;

  private WrappedKeyRules() {}
}
