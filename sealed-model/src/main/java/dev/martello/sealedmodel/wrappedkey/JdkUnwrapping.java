package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.P256Der;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Opens for a P-256 key or a key-encryption key with what the JDK has. Every pod starts with this,
 * and Bouncy Castle's provider with its CMS classes is a fifth of what such a start costs.
 */
final class JdkUnwrapping {
  private static final byte[] KEK_BITS = {0, 0, 1, 0}; // 256, the length of the wrapping key
  private static final byte[] FIRST_ROUND = {0, 0, 0, 1};

  private JdkUnwrapping() {}

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
    byte[] kek = new byte[0];
    try {
      MessageDigest kdf = Sha256.start();
      kdf.update(secret);
      kdf.update(FIRST_ROUND);
      kek = kdf.digest(sharedInfo(info));
      return unwrapped(entry, kek);
    } finally {
      Arrays.fill(secret, (byte) 0);
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
    try {
      return shared.getEncoded(ASN1Encoding.DER);
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
