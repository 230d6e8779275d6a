package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.RecipientKind;
import dev.martello.sealedmodel.encoding.DerBounds;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.jspecify.annotations.Nullable;

/**
 * A read {@code model.key.p7m}. Only Bouncy Castle's {@code Jce…AuthEnvelopedRecipient} classes are
 * used beside the JDK: those without "Auth" in their name can hand out ciphertext as if it were the
 * content.
 */
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
    int entry = entry(key.keyId());
    byte[] content;
    try {
      content = content(entry, key);
    } catch (CMSException | GeneralSecurityException | RuntimeException e) {
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

  private byte[] content(int entry, Unwrapping key) throws CMSException, GeneralSecurityException {
    Optional<Key> contentKey = key.contentKeyByJdk(entries.get(entry));
    if (contentKey.isPresent()) {
      return JdkUnwrapping.content(structure, contentKey.get());
    }
    RecipientKind kind = entries.get(entry).recipient().kind();
    return information(entry).getContent(key.recipient(kind));
  }

  /**
   * The same structure with other recipients. The others' entries stay as they are, since only
   * their owners could write them anew.
   *
   * @param key of one of the recipients
   * @param dropped key ids of entries that are left out
   * @param added entries to add
   * @return definite-length DER
   * @throws ModelRefused reason KeyDoesNotOpen, or FileMalformed if another tool put several
   *     recipients into one entry
   */
  public byte[] rewrap(Unwrapping key, Set<String> dropped, WrappedKeyWriter added)
      throws ModelRefused {
    Arrays.fill(unwrap(key), (byte) 0); // proves that the content key is the right one
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
    return added.rewrap(structure, kept, key.contentKey());
  }

  /** A fresh one, since Bouncy Castle's keeps the content-encryption key that it unwrapped. */
  private RecipientInformation information(int entry) throws CMSException {
    ContentInfo whole = new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, structure);
    return List.copyOf(new CMSAuthEnvelopedData(whole).getRecipientInfos().getRecipients())
        .get(entry);
  }

  private int entry(String keyId) throws ModelRefused {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).recipient().keyId().equals(keyId)) {
        return i;
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
