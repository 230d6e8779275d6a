package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.Curve25519;
import dev.martello.sealedmodel.keys.MlKemPrivateKey;
import dev.martello.sealedmodel.keys.P256Der;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSORIforKEMOtherInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KEMRecipientInfo;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.encodings.OAEPEncoding;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/**
 * The content-encryption key of a CMS structure, by each kind of recipient, and the content by it.
 * Done with what the JDK has, and ML-KEM with Bouncy Castle's own classes: every pod starts with
 * this, and Bouncy Castle's provider with its CMS classes was a fifth of what such a start cost.
 */
final class ContentKeys {
  private static final byte[] KEK_BITS = {0, 0, 1, 0}; // 256, the length of the wrapping key
  private static final byte[] FIRST_ROUND = {0, 0, 0, 1};

  private ContentKeys() {}

  /** The content-encryption key by ECDH (RFC 5753; X9.63 KDF with SHA-256, AES-256 key wrap). */
  static Key agreed(Entry entry, PrivateKey key) throws GeneralSecurityException {
    KeyAgreeRecipientInfo info = (KeyAgreeRecipientInfo) entry.info();
    OriginatorPublicKey sender = info.getOriginator().getOriginatorKey();
    if (sender == null
        || !X9ObjectIdentifiers.id_ecPublicKey.equals(sender.getAlgorithm().getAlgorithm())) {
      throw new InvalidKeyException("the sender's key is not a P-256 key");
    }
    KeyAgreement ecdh = KeyAgreement.getInstance("ECDH");
    ecdh.init(key);
    ecdh.doPhase(P256Der.uncompressed(sender.getPublicKeyData().getOctets()), true);
    byte[] secret = ecdh.generateSecret();
    MessageDigest kdf = Sha256.start();
    kdf.update(secret);
    kdf.update(FIRST_ROUND);
    Arrays.fill(secret, (byte) 0);
    return unwrappedOnce(entry, kdf.digest(sharedInfo(info)));
  }

  /** The same by X25519 with HKDF (RFC 8418 section 2.2). */
  static Key exchanged(Entry entry, PrivateKey key) throws GeneralSecurityException {
    KeyAgreeRecipientInfo info = (KeyAgreeRecipientInfo) entry.info();
    OriginatorPublicKey sender = info.getOriginator().getOriginatorKey();
    if (sender == null
        || !EdECObjectIdentifiers.id_X25519.equals(sender.getAlgorithm().getAlgorithm())) {
      throw new InvalidKeyException("the sender's key is not an X25519 key");
    }
    byte[] secret = Curve25519.agree(key, sender.getPublicKeyData().getOctets());
    ASN1OctetString material = info.getUserKeyingMaterial();
    byte[] salt = material == null ? new byte[0] : material.getOctets();
    return unwrappedOnce(entry, hkdf(secret, salt, sharedInfo(info)));
  }

  /**
   * The same by RSA-OAEP with SHA-256 (RFC 3560). Not by the JDK's cipher, which keeps the private
   * exponent of every key that it has used, in a map that lets go of it at its next use only.
   */
  static Key transported(Entry entry, PrivateKey key) throws GeneralSecurityException {
    RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
    OAEPEncoding oaep =
        new OAEPEncoding(new RSABlindedEngine(), new SHA256Digest(), new SHA256Digest(), null);
    byte[] bytes;
    try {
      oaep.init(
          false,
          new RSAPrivateCrtKeyParameters(
              rsa.getModulus(),
              rsa.getPublicExponent(),
              rsa.getPrivateExponent(),
              rsa.getPrimeP(),
              rsa.getPrimeQ(),
              rsa.getPrimeExponentP(),
              rsa.getPrimeExponentQ(),
              rsa.getCrtCoefficient(),
              true));
      byte[] encrypted = entry.encryptedKey().getOctets();
      bytes = oaep.processBlock(encrypted, 0, encrypted.length);
    } catch (InvalidCipherTextException | RuntimeException e) {
      throw new InvalidKeyException("the entry does not open with this RSA key", e);
    }
    try {
      return new SecretKeySpec(bytes, "AES");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** The same by ML-KEM-768 with HKDF (RFC 9629, RFC 9936). */
  static Key decapsulated(Entry entry, MlKemPrivateKey key) throws GeneralSecurityException {
    KEMRecipientInfo info = (KEMRecipientInfo) entry.info();
    byte[] secret = key.decapsulate(info.getKemct().getOctets());
    return unwrappedOnce(
        entry,
        hkdf(
            secret,
            new byte[0],
            der(new CMSORIforKEMOtherInfo(info.getWrap(), WrappedKeyRules.KEK_BYTES))));
  }

  /** HKDF-SHA256 (RFC 5869), to which no salt is an empty one; the secret is overwritten. */
  private static byte[] hkdf(byte[] secret, byte[] salt, byte[] info)
      throws GeneralSecurityException {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .addSalt(salt)
                  .thenExpand(info, WrappedKeyRules.KEK_BYTES));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static Key unwrappedOnce(Entry entry, byte[] kek) throws GeneralSecurityException {
    try {
      return unwrapped(entry, kek);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /** ECC-CMS-SharedInfo, RFC 5753 section 7.2. */
  private static byte[] sharedInfo(KeyAgreeRecipientInfo info) {
    AlgorithmIdentifier wrap =
        AlgorithmIdentifier.getInstance(info.getKeyEncryptionAlgorithm().getParameters());
    ASN1OctetString material = info.getUserKeyingMaterial();
    ECCCMSSharedInfo shared =
        material == null
            ? new ECCCMSSharedInfo(wrap, KEK_BITS)
            : new ECCCMSSharedInfo(wrap, material.getOctets(), KEK_BITS);
    return der(shared);
  }

  private static byte[] der(ASN1Object structure) {
    try {
      return structure.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
  }

  /** The content-encryption key under AES-256 key wrap (RFC 3394). */
  static Key unwrapped(Entry entry, byte[] kek) throws GeneralSecurityException {
    Cipher wrap = Cipher.getInstance("AESWrap");
    wrap.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek, "AES"));
    return wrap.unwrap(entry.encryptedKey().getOctets(), "AES", Cipher.SECRET_KEY);
  }

  /** The content: AES-256-GCM without associated data, as there are no attributes (RFC 5083). */
  static byte[] content(AuthEnvelopedData structure, Key contentKey)
      throws GeneralSecurityException {
    EncryptedContentInfo content = structure.getAuthEncryptedContentInfo();
    GCMParameters parameters =
        GCMParameters.getInstance(content.getContentEncryptionAlgorithm().getParameters());
    if (contentKey.getEncoded().length != WrappedKeyRules.CONTENT_KEY_BYTES) {
      throw new InvalidKeyException("the content-encryption key has another length");
    }
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        Cipher.DECRYPT_MODE,
        contentKey,
        new GCMParameterSpec(8 * WrappedKeyRules.TAG_BYTES, parameters.getNonce()));
    gcm.update(content.getEncryptedContent().getOctets());
    return gcm.doFinal(structure.getMac().getOctets());
  }
}
