package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.encoding.DerBounds;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** A read {@code model.key.p7m}. */
public final class WrappedKey {
  private final String where;
  private final AuthEnvelopedData structure;
  private final List<Entry> entries;

  private WrappedKey(String where, AuthEnvelopedData structure, List<Entry> entries) {
    this.where = where;
    this.structure = structure;
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
      AuthEnvelopedData structure = structure(der, where);
      List<Entry> entries = Entry.of(structure.getRecipientInfos());
      if (entries.isEmpty()) {
        throw malformed(where, "has no recipient", null);
      }
      return new WrappedKey(where, structure, entries);
    } catch (RuntimeException e) {
      throw malformed(where, "is not the CMS AuthEnvelopedData that it should be", e);
    }
  }

  private static AuthEnvelopedData structure(byte[] der, String where) throws ModelRefused {
    ContentInfo whole = ContentInfo.getInstance(der);
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
    GCMParameters gcm =
        GCMParameters.getInstance(content.getContentEncryptionAlgorithm().getParameters());
    if (gcm.getIcvLen() != WrappedKeyRules.TAG_BYTES
        || gcm.getNonce().length != WrappedKeyRules.NONCE_BYTES
        || structure.getMac().getOctets().length != WrappedKeyRules.TAG_BYTES
        || content.getEncryptedContent() == null
        || content.getEncryptedContent().getOctets().length != WrappedKeyRules.CONTENT_BYTES) {
      throw malformed(where, "must hold 32 bytes with a nonce of 12 and a tag of 16", null);
    }
    return structure;
  }

  /** All who can open, in the file's order. */
  public List<Recipient> recipients() {
    return entries.stream().map(Entry::recipient).toList();
  }

  /**
   * Unwraps with the key of one of the recipients.
   *
   * @return 32 bytes, for the caller to overwrite
   * @throws ModelRefused reason KeyDoesNotOpen
   */
  public byte[] unwrap(Unwrapping key) throws ModelRefused {
    Entry entry = entry(key.keyId());
    byte[] content;
    try {
      content = ContentKeys.content(structure, key.unwrap(entry));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new ModelRefused(
          Reason.KeyDoesNotOpen,
          where
              + ": the key "
              + key.keyId()
              + " does not unwrap it although it has the right id; the key file or the wrapped key"
              + " is damaged: give the key that was made with this id, or have the model sealed again",
          e);
    }
    if (content.length != WrappedKeyRules.CONTENT_BYTES) {
      throw malformed(where, "does not hold 32 bytes", null);
    }
    return content;
  }

  AuthEnvelopedData structure() {
    return structure;
  }

  /**
   * The recipients' entries but for those that are dropped.
   *
   * @throws ModelRefused reason FileMalformed if another tool put several recipients into one entry
   */
  ASN1EncodableVector without(Set<String> dropped) throws ModelRefused {
    ASN1Set infos = structure.getRecipientInfos();
    if (infos.size() != entries.size()) {
      throw malformed(where, "has several recipients in one entry, which cannot be parted", null);
    }
    ASN1EncodableVector kept = new ASN1EncodableVector();
    for (int i = 0; i < entries.size(); i++) {
      if (!dropped.contains(entries.get(i).recipient().keyId())) {
        kept.add(infos.getObjectAt(i));
      }
    }
    return kept;
  }

  private Entry entry(String keyId) throws ModelRefused {
    for (Entry entry : entries) {
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

  private static ModelRefused malformed(String where, String what, @Nullable Exception cause) {
    String message = where + ": " + what + "; seal the model again";
    return cause == null
        ? new ModelRefused(Reason.FileMalformed, message)
        : new ModelRefused(Reason.FileMalformed, message, cause);
  }
}
