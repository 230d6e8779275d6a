package dev.martello.runtime.testkit;

import dev.martello.sealedmodel.RecipientKind;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.jcajce.JceKEKAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKEMAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;

/** Bouncy Castle's recipients of each kind, which also tell the content-encryption key. */
final class RememberingRecipients {
  private RememberingRecipients() {}

  static Recipient kek(byte[] kek, List<byte[]> keys, Provider provider) {
    return new JceKEKAuthEnvelopedRecipient(new SecretKeySpec(kek, "AES")) {
      @Override
      protected Key extractSecretKey(
          AlgorithmIdentifier wrap, AlgorithmIdentifier content, byte[] encrypted)
          throws CMSException {
        return kept(super.extractSecretKey(wrap, content, encrypted), keys);
      }
    }.setProvider(provider);
  }

  static Recipient of(RecipientKind kind, PrivateKey key, List<byte[]> keys, Provider provider) {
    return switch (kind) {
      case P256, X25519 -> agreed(key, keys).setProvider(provider);
      case RSA_OAEP ->
          new JceKeyTransAuthEnvelopedRecipient(key) {
            @Override
            protected Key extractSecretKey(
                AlgorithmIdentifier wrap, AlgorithmIdentifier content, byte[] encrypted)
                throws CMSException {
              return kept(super.extractSecretKey(wrap, content, encrypted), keys);
            }
          }.setProvider(provider);
      case ML_KEM_768 ->
          new JceKEMAuthEnvelopedRecipient(key) {
            @Override
            protected Key extractSecretKey(
                AlgorithmIdentifier wrap, AlgorithmIdentifier content, byte[] encrypted)
                throws CMSException {
              return kept(super.extractSecretKey(wrap, content, encrypted), keys);
            }
          }.setProvider(provider);
      case KEK -> throw new IllegalArgumentException("no private key");
    };
  }

  private static JceKeyAgreeAuthEnvelopedRecipient agreed(PrivateKey key, List<byte[]> keys) {
    return new JceKeyAgreeAuthEnvelopedRecipient(key) {
      @Override
      protected Key extractSecretKey(
          AlgorithmIdentifier keyEncryption,
          AlgorithmIdentifier contentEncryption,
          SubjectPublicKeyInfo sender,
          ASN1OctetString userKeyingMaterial,
          byte[] encrypted)
          throws CMSException {
        return kept(
            super.extractSecretKey(
                keyEncryption, contentEncryption, sender, userKeyingMaterial, encrypted),
            keys);
      }
    };
  }

  private static Key kept(Key key, List<byte[]> keys) {
    keys.add(key.getEncoded());
    return key;
  }
}
