package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.RecipientKind;
import dev.martello.sealedmodel.encoding.Hex;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.KEKRecipientId;
import org.bouncycastle.cms.KEMRecipientInformation;
import org.bouncycastle.cms.PKIXRecipientId;
import org.bouncycastle.cms.RecipientInformation;
import org.jspecify.annotations.Nullable;

/** The recipients in the CMS structure, by our key ids. */
final class RecipientNames {
  private RecipientNames() {}

  /**
   * Names the recipient.
   *
   * @throws IllegalArgumentException if it is of a kind or algorithm that this version does not
   *     open
   */
  static Recipient of(RecipientInformation information) {
    AlgorithmIdentifier algorithm = information.getKeyEncryptionAlgorithm();
    Object id = information.getRID();
    if (id instanceof PKIXRecipientId pair
        && isLong(pair.getSubjectKeyIdentifier(), WrappedKeyRules.PUBLIC_KEY_ID_BYTES)) {
      String keyId = "sha256:" + Hex.of(pair.getSubjectKeyIdentifier());
      return new Recipient(kind(information, algorithm), keyId);
    }
    if (id instanceof KEKRecipientId kek
        && isLong(kek.getKeyIdentifier(), WrappedKeyRules.KEK_ID_BYTES)
        && WrappedKeyRules.WRAP.equals(algorithm.getAlgorithm())) {
      String keyId = "kek:" + Hex.of(kek.getKeyIdentifier());
      return new Recipient(RecipientKind.KEK, keyId);
    }
    throw new IllegalArgumentException("a recipient is not named by one of our key ids");
  }

  private static RecipientKind kind(
      RecipientInformation information, AlgorithmIdentifier algorithm) {
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    if (oid.equals(WrappedKeyRules.AGREEMENT) && wraps(algorithm)) {
      return RecipientKind.P256;
    }
    if (oid.equals(WrappedKeyRules.X25519_AGREEMENT) && wraps(algorithm)) {
      return RecipientKind.X25519;
    }
    if (oid.equals(WrappedKeyRules.OAEP.getAlgorithm()) && isOaep(algorithm)) {
      return RecipientKind.RSA_OAEP;
    }
    if (oid.equals(WrappedKeyRules.KEM)
        && information instanceof KEMRecipientInformation kem
        && kem.getKdfAlgorithm().equals(WrappedKeyRules.KEM_KDF)
        && kem.getUkm() == null) {
      return RecipientKind.ML_KEM_768;
    }
    throw new IllegalArgumentException("a recipient's algorithm is not one that is opened here");
  }

  private static boolean wraps(AlgorithmIdentifier agreement) {
    return WrappedKeyRules.WRAP.equals(
        AlgorithmIdentifier.getInstance(agreement.getParameters()).getAlgorithm());
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

  private static boolean isLong(byte @Nullable [] id, int bytes) {
    return id != null && id.length == bytes;
  }
}
