package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.RecipientKind;
import dev.martello.sealedmodel.encoding.DerBounds;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KEMRecipientInfo;
import org.bouncycastle.asn1.cms.OtherRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKEKAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKEMAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.jspecify.annotations.Nullable;

/**
 * A read {@code model.key.p7m}. Only Bouncy Castle's {@code Jce…AuthEnvelopedRecipient} classes are
 * used: those without "Auth" in their name can hand out ciphertext as if it were the content.
 */
public final class WrappedKey {
  private final String where;
  private final List<RecipientEntry> entries;

  private WrappedKey(String where, List<RecipientEntry> entries) {
    this.where = where;
    this.entries = entries;
  }

  /**
   * Reads the structure and decrypts nothing.
   *
   * @param where the file's name, for the message
   * @throws ModelRefused reason FileMalformed
   */
  public static WrappedKey parse(byte[] der, String where) throws ModelRefused {
    if (!DerBounds.hold(der)) {
      throw malformed(where, "is not definite-length DER", null);
    }
    try {
      CMSAuthEnvelopedData data = new CMSAuthEnvelopedData(der);
      requireRules(data, where);
      List<RecipientEntry> entries = new ArrayList<>();
      for (RecipientInformation information : data.getRecipientInfos().getRecipients()) {
        entries.add(RecipientEntry.of(information));
      }
      if (entries.isEmpty()) {
        throw malformed(where, "has no recipient", null);
      }
      return new WrappedKey(where, List.copyOf(entries));
    } catch (CMSException | RuntimeException e) {
      throw malformed(where, "is not the CMS AuthEnvelopedData that it should be", e);
    }
  }

  private static void requireRules(CMSAuthEnvelopedData data, String where) throws ModelRefused {
    ContentInfo whole = data.toASN1Structure();
    if (!CMSObjectIdentifiers.authEnvelopedData.equals(whole.getContentType())) {
      throw malformed(where, "is not CMS AuthEnvelopedData", null);
    }
    AuthEnvelopedData structure = AuthEnvelopedData.getInstance(whole.getContent());
    EncryptedContentInfo content = structure.getAuthEncryptedContentInfo();
    if (!PKCSObjectIdentifiers.data.equals(content.getContentType())
        || !WrappedKeyRules.CONTENT.equals(content.getContentEncryptionAlgorithm().getAlgorithm())
        || structure.getAuthAttrs() != null
        || structure.getUnauthAttrs() != null
        || structure.getOriginatorInfo() != null) {
      throw malformed(where, "is not plain AES-256-GCM of data without attributes", null);
    }
    for (ASN1Encodable one : structure.getRecipientInfos()) {
      if (RecipientInfo.getInstance(one).getInfo() instanceof OtherRecipientInfo other
          && !WrappedKeyRules.WRAP.equals(
              KEMRecipientInfo.getInstance(other.getValue()).getWrap().getAlgorithm())) {
        throw malformed(where, "must wrap the key with AES-256", null);
      }
    }
    GCMParameters gcm =
        GCMParameters.getInstance(content.getContentEncryptionAlgorithm().getParameters());
    if (gcm.getIcvLen() != WrappedKeyRules.TAG_BYTES
        || gcm.getNonce().length != WrappedKeyRules.NONCE_BYTES
        || structure.getMac().getOctets().length != WrappedKeyRules.TAG_BYTES
        || content.getEncryptedContent() == null
        || content.getEncryptedContent().getOctets().length != WrappedKeyRules.CONTENT_BYTES) {
      throw malformed(where, "must hold 32 bytes with a nonce of 12 and a tag of 16", null);
    }
  }

  /** All who can open, in the file's order. */
  public List<Recipient> recipients() {
    return entries.stream().map(RecipientEntry::recipient).toList();
  }

  /**
   * Unwraps with the private key of the recipient that has this id.
   *
   * @return 32 bytes, for the caller to overwrite
   * @throws ModelRefused reason KeyDoesNotOpen
   */
  public byte[] unwrap(String keyId, PrivateKey key) throws ModelRefused {
    RecipientEntry entry = entry(keyId);
    return content(entry, recipient(entry.recipient().kind(), key));
  }

  private static org.bouncycastle.cms.Recipient recipient(RecipientKind kind, PrivateKey key) {
    return switch (kind) {
      case P256, X25519 ->
          new JceKeyAgreeAuthEnvelopedRecipient(key)
              .setProvider(WrappedKeyRules.PROVIDER)
              .setAllowedContentAlgorithms(WrappedKeyRules.CONTENTS)
              .setMinimumTagSize(WrappedKeyRules.TAG_BYTES);
      case RSA_OAEP ->
          new JceKeyTransAuthEnvelopedRecipient(key)
              .setProvider(WrappedKeyRules.PROVIDER)
              .setKeySizeValidation(true)
              .setAllowedContentAlgorithms(WrappedKeyRules.CONTENTS)
              .setMinimumTagSize(WrappedKeyRules.TAG_BYTES);
      case ML_KEM_768 ->
          new JceKEMAuthEnvelopedRecipient(key)
              .setProvider(WrappedKeyRules.PROVIDER)
              .setKeySizeValidation(true)
              .setAllowedContentAlgorithms(WrappedKeyRules.CONTENTS)
              .setMinimumTagSize(WrappedKeyRules.TAG_BYTES);
      case KEK -> throw new IllegalArgumentException("a key-encryption key is no private key");
    };
  }

  /** The same with a key-encryption key of 32 bytes. */
  public byte[] unwrap(String keyId, byte[] kek) throws ModelRefused {
    return content(
        entry(keyId),
        new JceKEKAuthEnvelopedRecipient(new SecretKeySpec(kek, "AES"))
            .setProvider(WrappedKeyRules.PROVIDER)
            .setKeySizeValidation(true)
            .setAllowedContentAlgorithms(WrappedKeyRules.CONTENTS)
            .setMinimumTagSize(WrappedKeyRules.TAG_BYTES));
  }

  private RecipientEntry entry(String keyId) throws ModelRefused {
    for (RecipientEntry entry : entries) {
      if (entry.recipient().keyId().equals(keyId)) {
        return entry;
      }
    }
    throw new ModelRefused(
        Reason.KeyDoesNotOpen,
        where
            + ": the model is not sealed for the key "
            + keyId
            + " but for "
            + String.join(", ", recipients().stream().map(Recipient::keyId).toList())
            + "; give one of these keys, or have the model sealed for yours");
  }

  private byte[] content(RecipientEntry entry, org.bouncycastle.cms.Recipient recipient)
      throws ModelRefused {
    byte[] content;
    try {
      content = entry.information().getContent(recipient);
    } catch (CMSException | RuntimeException e) {
      throw new ModelRefused(
          Reason.KeyDoesNotOpen,
          where
              + ": the key "
              + entry.recipient().keyId()
              + " does not unwrap it although it has the right id; the key file or the wrapped key"
              + " is damaged: give the key that was made with this id, or have the model sealed again",
          e);
    }
    if (content.length != WrappedKeyRules.CONTENT_BYTES) {
      throw malformed(where, "does not hold 32 bytes", null);
    }
    return content;
  }

  private static ModelRefused malformed(String where, String what, @Nullable Exception cause) {
    String message = where + ": " + what + "; seal the model again";
    return cause == null
        ? new ModelRefused(Reason.FileMalformed, message)
        : new ModelRefused(Reason.FileMalformed, message, cause);
  }
}
