package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.RecipientKind;
import dev.martello.sealedmodel.encoding.Hex;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.KEKRecipientInfo;
import org.bouncycastle.asn1.cms.KEMRecipientInfo;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OtherRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.RecipientKeyIdentifier;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * One recipient in the CMS structure, by our key id.
 *
 * @param info the RecipientInfo that he is in, perhaps with others
 * @param encryptedKey the content-encryption key, wrapped for him
 */
record Entry(Recipient recipient, ASN1Encodable info, ASN1OctetString encryptedKey) {

  /**
   * All recipients, in the structure's order.
   *
   * @throws IllegalArgumentException if one is of a kind or algorithm that this version does not
   *     open, or not named by one of our key ids
   */
  // A switch over types is linked when it first runs, which costs a pod's start more than this.
  @SuppressWarnings("IfChainToSwitch")
  static List<Entry> of(ASN1Set infos) {
    List<Entry> entries = new ArrayList<>();
    for (ASN1Encodable one : infos) {
      ASN1Encodable info = RecipientInfo.getInstance(one).getInfo();
      if (info instanceof KeyAgreeRecipientInfo agreement) {
        agreements(agreement, entries);
      } else if (info instanceof KEKRecipientInfo kek) {
        entries.add(kek(kek));
      } else if (info instanceof KeyTransRecipientInfo transport) {
        entries.add(transport(transport));
      } else if (info instanceof OtherRecipientInfo other) {
        entries.add(encapsulation(other));
      } else {
        throw notOpened();
      }
    }
    return List.copyOf(entries);
  }

  private static void agreements(KeyAgreeRecipientInfo info, List<Entry> entries) {
    AlgorithmIdentifier algorithm = info.getKeyEncryptionAlgorithm();
    boolean wraps =
        WrappedKeyRules.WRAP.equals(
            AlgorithmIdentifier.getInstance(algorithm.getParameters()).getAlgorithm());
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    RecipientKind kind;
    if (wraps && oid.equals(WrappedKeyRules.AGREEMENT)) {
      kind = RecipientKind.P256;
    } else if (wraps && oid.equals(WrappedKeyRules.X25519_AGREEMENT)) {
      kind = RecipientKind.X25519;
    } else {
      throw notOpened();
    }
    for (ASN1Encodable one : info.getRecipientEncryptedKeys()) {
      RecipientEncryptedKey key = RecipientEncryptedKey.getInstance(one);
      RecipientKeyIdentifier id = key.getIdentifier().getRKeyID();
      Recipient recipient =
          new Recipient(kind, publicKeyId(id == null ? null : id.getSubjectKeyIdentifier()));
      entries.add(new Entry(recipient, info, key.getEncryptedKey()));
    }
  }

  private static Entry kek(KEKRecipientInfo info) {
    byte[] id = info.getKekid().getKeyIdentifier().getOctets();
    if (id.length != WrappedKeyRules.KEK_ID_BYTES) {
      throw notNamed();
    }
    if (!WrappedKeyRules.WRAP.equals(info.getKeyEncryptionAlgorithm().getAlgorithm())) {
      throw notOpened();
    }
    Recipient recipient = new Recipient(RecipientKind.KEK, "kek:" + Hex.of(id));
    return new Entry(recipient, info, info.getEncryptedKey());
  }

  private static Entry transport(KeyTransRecipientInfo info) {
    AlgorithmIdentifier algorithm = info.getKeyEncryptionAlgorithm();
    if (!algorithm.getAlgorithm().equals(WrappedKeyRules.OAEP.getAlgorithm())
        || !isOaep(algorithm)) {
      throw notOpened();
    }
    Recipient recipient =
        new Recipient(RecipientKind.RSA_OAEP, publicKeyId(info.getRecipientIdentifier()));
    return new Entry(recipient, info, info.getEncryptedKey());
  }

  private static Entry encapsulation(OtherRecipientInfo other) {
    if (!CMSObjectIdentifiers.id_ori_kem.equals(other.getType())) {
      throw notOpened();
    }
    KEMRecipientInfo info = KEMRecipientInfo.getInstance(other.getValue());
    if (!info.getKem().getAlgorithm().equals(WrappedKeyRules.KEM)
        || !info.getKdf().equals(WrappedKeyRules.KEM_KDF)
        || !info.getWrap().getAlgorithm().equals(WrappedKeyRules.WRAP)
        || info.getUkm() != null) {
      throw notOpened();
    }
    Recipient recipient =
        new Recipient(RecipientKind.ML_KEM_768, publicKeyId(info.getRecipientIdentifier()));
    return new Entry(recipient, info, info.getEncryptedKey());
  }

  /**
   * Compares what the parameters say, since their NULLs and defaults may be written or left out.
   */
  private static boolean isOaep(AlgorithmIdentifier algorithm) {
    RSAESOAEPparams read = RSAESOAEPparams.getInstance(algorithm.getParameters());
    RSAESOAEPparams ours = RSAESOAEPparams.getInstance(WrappedKeyRules.OAEP.getParameters());
    return read.getHashAlgorithm().getAlgorithm().equals(ours.getHashAlgorithm().getAlgorithm())
        && read.getMaskGenAlgorithm()
            .getAlgorithm()
            .equals(ours.getMaskGenAlgorithm().getAlgorithm())
        && AlgorithmIdentifier.getInstance(read.getMaskGenAlgorithm().getParameters())
            .getAlgorithm()
            .equals(ours.getHashAlgorithm().getAlgorithm())
        && read.getPSourceAlgorithm().equals(ours.getPSourceAlgorithm());
  }

  private static String publicKeyId(RecipientIdentifier id) {
    return publicKeyId(id.getId() instanceof ASN1OctetString octets ? octets : null);
  }

  private static String publicKeyId(@Nullable ASN1OctetString id) {
    if (id == null || id.getOctets().length != WrappedKeyRules.PUBLIC_KEY_ID_BYTES) {
      throw notNamed();
    }
    return "sha256:" + Hex.of(id.getOctets());
  }

  private static IllegalArgumentException notNamed() {
    return new IllegalArgumentException("a recipient is not named by one of our key ids");
  }

  private static IllegalArgumentException notOpened() {
    return new IllegalArgumentException(
        "a recipient's kind or algorithm is not one that is opened here");
  }
}
