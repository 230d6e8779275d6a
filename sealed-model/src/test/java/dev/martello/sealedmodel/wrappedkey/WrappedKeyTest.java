package dev.martello.sealedmodel.wrappedkey;

import static dev.martello.sealedmodel.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.RecipientKind;
import dev.martello.sealedmodel.encoding.DerBounds;
import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.keys.BouncyCastle;
import dev.martello.sealedmodel.keys.P256;
import dev.martello.sealedmodel.keys.P256Der;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSAuthEnvelopedDataParser;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.RecipientInfoGenerator;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKEKEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKEKRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.junit.jupiter.api.Test;

class WrappedKeyTest {
  private static final byte[] SECRET = bytes(1, 32);
  private static final byte[] ID = bytes(2, 16);
  private static final byte[] KEK = bytes(3, 32);
  private static final String KEK_ID = "kek:" + Hex.of(ID);

  private final KeyPair pair = P256.generate();
  private final ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
  private final String publicId = "sha256:" + Sha256.hexOf(P256Der.ofPublicKey(publicKey));

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private byte[] wrapped() {
    WrappedKeyWriter writer = new WrappedKeyWriter();
    writer.addP256(publicKey);
    writer.addKek(ID, KEK);
    return writer.wrap(SECRET);
  }

  @Test
  void everyRecipientUnwrapsTheSameKey() throws Exception {
    byte[] der = wrapped();
    assertThat(DerBounds.hold(der)).isTrue();
    WrappedKey read = WrappedKey.parse(der, "k");
    assertThat(read.recipients())
        .containsExactlyInAnyOrder(
            new Recipient(RecipientKind.P256, publicId), new Recipient(RecipientKind.KEK, KEK_ID));
    assertThat(read.unwrap(Unwrapping.with(publicId, (ECPrivateKey) pair.getPrivate())))
        .isEqualTo(SECRET);
    assertThat(read.unwrap(Unwrapping.with(KEK_ID, KEK))).isEqualTo(SECRET);
  }

  /** What RFC 5753 and RFC 8418 allow, and we don't write: keying material beside the secret. */
  @Test
  void keyingMaterialOfOtherToolsIsUsed() throws Exception {
    byte[] id = Sha256.of(P256Der.ofPublicKey(publicKey));
    KeyPair exchange =
        KeyPairGenerator.getInstance("X25519", BouncyCastle.PROVIDER).generateKeyPair();
    KeyPair sender =
        KeyPairGenerator.getInstance("X25519", BouncyCastle.PROVIDER).generateKeyPair();
    byte[] agreed =
        authEnveloped(
            SECRET,
            agreement(WrappedKeyRules.AGREEMENT, P256.generate()).addRecipient(id, publicKey));
    assertThat(WrappedKey.parse(agreed, "k").unwrap(Unwrapping.with(publicId, pair.getPrivate())))
        .isEqualTo(SECRET);
    byte[] exchanged =
        authEnveloped(
            SECRET,
            agreement(WrappedKeyRules.X25519_AGREEMENT, sender)
                .addRecipient(id, exchange.getPublic()));
    assertThat(
            WrappedKey.parse(exchanged, "k")
                .unwrap(Unwrapping.with(publicId, jdk(exchange.getPrivate()))))
        .isEqualTo(SECRET);
  }

  private static JceKeyAgreeRecipientInfoGenerator agreement(
      ASN1ObjectIdentifier algorithm, KeyPair sender) {
    return new JceKeyAgreeRecipientInfoGenerator(
            algorithm, sender.getPrivate(), sender.getPublic(), WrappedKeyRules.WRAP)
        .setUserKeyingMaterial(bytes(5, 16))
        .setProvider(BouncyCastle.PROVIDER);
  }

  private static PrivateKey jdk(PrivateKey key) throws Exception {
    return KeyFactory.getInstance("X25519")
        .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
  }

  /**
   * The signature covers these bytes; but even alone they give the key that was wrapped, or none.
   */
  @Test
  void noFlippedByteGivesAnotherKey() throws Exception {
    byte[] der = wrapped();
    int refusals = 0;
    for (int i = 0; i < der.length; i++) {
      byte[] altered = der.clone();
      altered[i] ^= 1;
      try {
        assertThat(WrappedKey.parse(altered, "k").unwrap(Unwrapping.with(KEK_ID, KEK)))
            .isEqualTo(SECRET);
      } catch (ModelRefused e) {
        refusals++;
      }
      try {
        byte[] key =
            WrappedKey.parse(altered, "k")
                .unwrap(Unwrapping.with(publicId, (ECPrivateKey) pair.getPrivate()));
        assertThat(key).isEqualTo(SECRET);
      } catch (ModelRefused e) {
        refusals++;
      }
    }
    assertThat(refusals).isGreaterThan(der.length);
  }

  /**
   * The trap for which Bouncy Castle's recipients are not used: its stream parser with the class
   * without "Auth" gives out the ciphertext and its tag as the content, without an error.
   */
  @Test
  void theRecipientClassWithoutAuthGivesOutCiphertext() throws Exception {
    byte[] der = wrapped();
    AuthEnvelopedData structure =
        AuthEnvelopedData.getInstance(new CMSAuthEnvelopedData(der).toASN1Structure().getContent());
    byte[] ciphertext = structure.getAuthEncryptedContentInfo().getEncryptedContent().getOctets();
    try (InputStream in = new ByteArrayInputStream(der)) {
      CMSAuthEnvelopedDataParser parser = new CMSAuthEnvelopedDataParser(in);
      for (RecipientInformation information : parser.getRecipientInfos().getRecipients()) {
        if (information.getRID() instanceof org.bouncycastle.cms.KEKRecipientId) {
          byte[] got =
              information
                  .getContentStream(
                      new JceKEKEnvelopedRecipient(new SecretKeySpec(KEK, "AES"))
                          .setProvider(new BouncyCastleProvider()))
                  .getContentStream()
                  .readAllBytes();
          assertThat(got).isNotEqualTo(SECRET).startsWith(ciphertext);
        }
      }
    }
    assertThat(WrappedKey.parse(der, "k").unwrap(Unwrapping.with(KEK_ID, KEK))).isEqualTo(SECRET);
  }

  private static byte[] authEnveloped(byte[] content, byte[] kekId) throws Exception {
    return authEnveloped(
        content,
        new JceKEKRecipientInfoGenerator(kekId, new SecretKeySpec(KEK, "AES"))
            .setProvider(new BouncyCastleProvider()));
  }

  private static byte[] authEnveloped(byte[] content, RecipientInfoGenerator recipient)
      throws Exception {
    CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
    generator.addRecipientInfoGenerator(recipient);
    return generator
        .generate(
            new CMSProcessableByteArray(content),
            (OutputAEADEncryptor)
                new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                    .setProvider(new BouncyCastleProvider())
                    .build())
        .toASN1Structure()
        .getEncoded("DER");
  }

  @Test
  void otherStructuresAreRefused() throws Exception {
    byte[] der = wrapped();
    refused(Reason.FileMalformed, () -> WrappedKey.parse(new byte[0], "k"));
    refused(
        Reason.FileMalformed,
        () -> WrappedKey.parse(java.util.Arrays.copyOf(der, der.length + 1), "k"));
    refused(Reason.FileMalformed, () -> WrappedKey.parse(authEnveloped(new byte[31], ID), "k"));
    refused(Reason.FileMalformed, () -> WrappedKey.parse(authEnveloped(SECRET, new byte[8]), "k"));
    CMSEnvelopedDataGenerator plain = new CMSEnvelopedDataGenerator();
    plain.addRecipientInfoGenerator(
        new JceKEKRecipientInfoGenerator(ID, new SecretKeySpec(KEK, "AES"))
            .setProvider(new BouncyCastleProvider()));
    byte[] enveloped =
        plain
            .generate(
                new CMSProcessableByteArray(SECRET),
                new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .build())
            .toASN1Structure()
            .getEncoded("DER");
    refused(Reason.FileMalformed, () -> WrappedKey.parse(enveloped, "k"));
  }

  @Test
  void aStructureNestedTooDeepIsRefusedWithoutRecursion() {
    byte[] nested = new byte[20_000];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80; // indefinite length
    }
    refused(Reason.FileMalformed, () -> WrappedKey.parse(nested, "k"));
    byte[] definite = {};
    for (int depth = 0; depth < 2_000; depth++) {
      byte[] outer = new byte[definite.length + 4];
      outer[0] = 0x30;
      outer[1] = (byte) 0x82;
      outer[2] = (byte) (definite.length >> 8);
      outer[3] = (byte) definite.length;
      System.arraycopy(definite, 0, outer, 4, definite.length);
      definite = outer;
    }
    byte[] deep = definite;
    refused(Reason.FileMalformed, () -> WrappedKey.parse(deep, "k"));
  }
}
