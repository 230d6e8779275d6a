package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.BouncyCastle;
import dev.martello.sealedmodel.keys.EncodedKeys;
import dev.martello.sealedmodel.keys.KeyAlgorithm;
import dev.martello.sealedmodel.keys.P256;
import dev.martello.sealedmodel.keys.P256Der;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKEKRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKEMRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.operator.GenericKey;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.bouncycastle.operator.jcajce.JceGenericKey;

/**
 * Writes {@code model.key.p7m}: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084) as
 * definite-length DER. Its recipients are alternatives.
 */
public final class WrappedKeyWriter {
  private final List<RecipientInfoGenerator> recipients = new ArrayList<>();

  /** Adds one who opens by ECDH on P-256 (RFC 5753; X9.63 KDF with SHA-256, AES-256 key wrap). */
  public void addP256(ECPublicKey recipient) {
    KeyPair ephemeral = P256.generate();
    try {
      recipients.add(
          new JceKeyAgreeRecipientInfoGenerator(
                  WrappedKeyRules.AGREEMENT,
                  ephemeral.getPrivate(),
                  ephemeral.getPublic(),
                  WrappedKeyRules.WRAP)
              .addRecipient(Sha256.of(P256Der.ofPublicKey(recipient)), recipient)
              .setProvider(BouncyCastle.PROVIDER));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the recipient's key cannot be written", e);
    }
  }

  /**
   * Adds one who opens with a private key of another kind.
   *
   * @param spki the recipient's public key, DER SubjectPublicKeyInfo
   */
  public void add(KeyAlgorithm algorithm, byte[] spki) {
    byte[] id = Sha256.of(spki);
    PublicKey recipient = EncodedKeys.publicKey(algorithm, spki);
    switch (algorithm) {
      case RSA ->
          recipients.add(
              new JceKeyTransRecipientInfoGenerator(id, WrappedKeyRules.OAEP, recipient)
                  .setProvider(BouncyCastle.PROVIDER));
      case X25519 -> addX25519(id, recipient);
      case ML_KEM_768 ->
          recipients.add(
              new JceKEMRecipientInfoGenerator(id, recipient, WrappedKeyRules.WRAP)
                  .setKDF(WrappedKeyRules.KEM_KDF)
                  .setProvider(BouncyCastle.PROVIDER));
    }
  }

  private void addX25519(byte[] id, PublicKey recipient) {
    try {
      KeyPair ephemeral =
          KeyPairGenerator.getInstance("X25519", BouncyCastle.PROVIDER).generateKeyPair();
      recipients.add(
          new JceKeyAgreeRecipientInfoGenerator(
                  WrappedKeyRules.X25519_AGREEMENT,
                  ephemeral.getPrivate(),
                  ephemeral.getPublic(),
                  WrappedKeyRules.WRAP)
              .addRecipient(id, recipient)
              .setProvider(BouncyCastle.PROVIDER));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the recipient's key cannot be written", e);
    }
  }

  /** Adds one who opens with a key-encryption key (AES-256 key wrap). */
  public void addKek(byte[] id, byte[] key) {
    recipients.add(
        new JceKEKRecipientInfoGenerator(id, new SecretKeySpec(key, "AES"))
            .setProvider(BouncyCastle.PROVIDER));
  }

  /**
   * Wraps the key for all who were added.
   *
   * @param inputKeyMaterial 32 bytes
   */
  public byte[] wrap(byte[] inputKeyMaterial) {
    if (inputKeyMaterial.length != WrappedKeyRules.CONTENT_BYTES) {
      throw new IllegalArgumentException("the input key material must have 32 bytes");
    }
    byte[] content = inputKeyMaterial.clone();
    try {
      OutputAEADEncryptor encryptor =
          (OutputAEADEncryptor)
              new JceCMSContentEncryptorBuilder(WrappedKeyRules.CONTENT)
                  .setProvider(BouncyCastle.PROVIDER)
                  .build();
      CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
      recipients.forEach(generator::addRecipientInfoGenerator);
      CMSAuthEnvelopedData data =
          generator.generate(new CMSProcessableByteArray(content), encryptor);
      return data.toASN1Structure().getEncoded(ASN1Encoding.DER);
    } catch (CMSException | IOException e) {
      throw new IllegalStateException("the key cannot be wrapped", e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * The same structure with other recipients. The others' entries stay as they are, since only
   * their owners could write them anew.
   *
   * @param key of one of the recipients
   * @param dropped key ids of entries that are left out
   * @return definite-length DER
   * @throws ModelRefused reason KeyDoesNotOpen, or FileMalformed if another tool put several
   *     recipients into one entry
   */
  public byte[] rewrap(WrappedKey wrapped, Unwrapping key, Set<String> dropped)
      throws ModelRefused {
    Arrays.fill(wrapped.unwrap(key), (byte) 0); // proves that the content key is the right one
    ASN1EncodableVector all = wrapped.without(dropped);
    AuthEnvelopedData structure = wrapped.structure();
    EncryptedContentInfo content = structure.getAuthEncryptedContentInfo();
    try {
      GenericKey contentKey =
          new JceGenericKey(content.getContentEncryptionAlgorithm(), key.contentKey());
      for (RecipientInfoGenerator recipient : recipients) {
        all.add(recipient.generate(contentKey));
      }
      AuthEnvelopedData rewrapped =
          new AuthEnvelopedData(null, new DERSet(all), content, null, structure.getMac(), null);
      return new ContentInfo(CMSObjectIdentifiers.authEnvelopedData, rewrapped)
          .getEncoded(ASN1Encoding.DER);
    } catch (CMSException | IOException e) {
      throw new IllegalStateException("the key cannot be wrapped", e);
    }
  }
}
