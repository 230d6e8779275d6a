package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.encoding.Hex;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.KEKRecipientId;
import org.bouncycastle.cms.KeyAgreeRecipientId;
import org.bouncycastle.cms.RecipientInformation;
import org.jspecify.annotations.Nullable;

/**
 * One recipient in the CMS structure, by our key id.
 *
 * @param information what Bouncy Castle unwraps with
 */
record RecipientEntry(Recipient recipient, RecipientInformation information) {
  /**
   * Names the recipient.
   *
   * @throws IllegalArgumentException if it is of a kind or algorithm that this version does not
   *     open
   */
  static RecipientEntry of(RecipientInformation information) {
    Object id = information.getRID();
    AlgorithmIdentifier algorithm = information.getKeyEncryptionAlgorithm();
    if (id instanceof KeyAgreeRecipientId agree
        && isLong(agree.getSubjectKeyIdentifier(), WrappedKeyRules.PUBLIC_KEY_ID_BYTES)
        && WrappedKeyRules.AGREEMENT.equals(algorithm.getAlgorithm())
        && WrappedKeyRules.WRAP.equals(
            AlgorithmIdentifier.getInstance(algorithm.getParameters()).getAlgorithm())) {
      String keyId = "sha256:" + Hex.of(agree.getSubjectKeyIdentifier());
      return new RecipientEntry(new Recipient("P-256", keyId), information);
    }
    if (id instanceof KEKRecipientId kek
        && isLong(kek.getKeyIdentifier(), WrappedKeyRules.KEK_ID_BYTES)
        && WrappedKeyRules.WRAP.equals(algorithm.getAlgorithm())) {
      String keyId = "kek:" + Hex.of(kek.getKeyIdentifier());
      return new RecipientEntry(new Recipient("KEK", keyId), information);
    }
    throw new IllegalArgumentException("a recipient is neither P-256 nor a key-encryption key");
  }

  private static boolean isLong(byte @Nullable [] id, int bytes) {
    return id != null && id.length == bytes;
  }
}
