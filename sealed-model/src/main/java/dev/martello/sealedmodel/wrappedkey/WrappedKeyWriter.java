package dev.martello.sealedmodel.wrappedkey;

import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.P256;
import dev.martello.sealedmodel.keys.P256Der;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKEKRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.operator.OutputAEADEncryptor;

/**
 * Writes {@code model.key.p7m}: CMS AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084) as
 * definite-length DER. Its recipients are alternatives.
 */
public final class WrappedKeyWriter {
  private final CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();

  /** Adds one who opens by ECDH on P-256 (RFC 5753; X9.63 KDF with SHA-256, AES-256 key wrap). */
  public void addP256(ECPublicKey recipient) {
    KeyPair ephemeral = P256.generate();
    try {
      generator.addRecipientInfoGenerator(
          new JceKeyAgreeRecipientInfoGenerator(
                  WrappedKeyRules.AGREEMENT,
                  ephemeral.getPrivate(),
                  ephemeral.getPublic(),
                  WrappedKeyRules.WRAP)
              .addRecipient(Sha256.of(P256Der.ofPublicKey(recipient)), recipient)
              .setProvider(WrappedKeyRules.PROVIDER));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the recipient's key cannot be written", e);
    }
  }

  /** Adds one who opens with a key-encryption key (AES-256 key wrap). */
  public void addKek(byte[] id, byte[] key) {
    generator.addRecipientInfoGenerator(
        new JceKEKRecipientInfoGenerator(id, new SecretKeySpec(key, "AES"))
            .setProvider(WrappedKeyRules.PROVIDER));
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
                  .setProvider(WrappedKeyRules.PROVIDER)
                  .build();
      CMSAuthEnvelopedData data =
          generator.generate(new CMSProcessableByteArray(content), encryptor);
      return data.toASN1Structure().getEncoded(ASN1Encoding.DER);
    } catch (CMSException | IOException e) {
      throw new IllegalStateException("the key cannot be wrapped", e);
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }
}
