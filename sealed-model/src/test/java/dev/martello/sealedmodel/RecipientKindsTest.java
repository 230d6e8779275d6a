package dev.martello.sealedmodel;

import static dev.martello.sealedmodel.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Pem;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.wrappedkey.Unwrapping;
import dev.martello.sealedmodel.wrappedkey.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.KEMRecipientInfo;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OtherRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kind of recipient, alone and together, with the JDK's own primitives as the second word.
 */
class RecipientKindsTest {
  private static final byte[] MODEL = SealedExample.model(1000);

  @TempDir Path directory;
  SealedExample example;

  @BeforeEach
  void makeKeys() throws Exception {
    example = new SealedExample(directory);
  }

  private GeneratedKey generate(RecipientKind kind) throws Exception {
    return KeyGeneration.recipient(directory.resolve(kind.name()), kind);
  }

  private static RecipientKey secret(GeneratedKey key) throws Exception {
    return RecipientKey.parse(Files.readAllBytes(key.files().getFirst()), "secret");
  }

  private static SealRecipient open(GeneratedKey key) throws Exception {
    return SealRecipient.parse(Files.readAllBytes(key.files().getLast()), "open");
  }

  private Path seal(List<SealRecipient> recipients) throws Exception {
    SealRequest request = example.request(MODEL, "m", "1.0.0");
    Sealer.seal(
        new SealRequest(
            request.model(),
            request.name(),
            request.version(),
            request.description(),
            request.provenance(),
            request.evaluation(),
            recipients,
            request.signingKey(),
            request.directory()));
    return request.directory();
  }

  @ParameterizedTest
  @EnumSource
  void eachKindOpensAlone(RecipientKind kind) throws Exception {
    GeneratedKey key = generate(kind);
    Path sealed = seal(List.of(open(key)));
    try (RecipientKey secret = secret(key)) {
      assertThat(example.open(sealed, secret)).isEqualTo(MODEL);
      assertThat(secret.toString()).contains(key.keyId());
    }
    List<Recipient> claimed = UnverifiedModel.read(sealed).claims().recipients();
    assertThat(claimed).containsExactly(new Recipient(kind, key.keyId()));
    assertThat(Recipient.arePostQuantum(claimed)).isEqualTo(kind.isPostQuantum());
  }

  @Test
  void anyOneOfAllOpensAndOneClassicalMakesTheModelClassical() throws Exception {
    List<GeneratedKey> keys = new ArrayList<>();
    List<SealRecipient> recipients = new ArrayList<>();
    for (RecipientKind kind : RecipientKind.values()) {
      keys.add(generate(kind));
      recipients.add(open(keys.getLast()));
    }
    Path sealed = seal(recipients);
    for (GeneratedKey key : keys) {
      try (RecipientKey secret = secret(key)) {
        assertThat(example.open(sealed, secret)).isEqualTo(MODEL);
      }
    }
    assertThat(Recipient.arePostQuantum(UnverifiedModel.read(sealed).claims().recipients()))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aKeyOfTheSameKindThatItWasNotSealedForOpensNothing(RecipientKind kind) throws Exception {
    Path sealed = seal(List.of(open(generate(kind))));
    try (RecipientKey other = secret(KeyGeneration.recipient(directory.resolve("other"), kind))) {
      VerifiedModel verified = example.verify(sealed);
      refused(Reason.KeyDoesNotOpen, () -> verified.unlock(other));
    }
  }

  /** An entry that names an existing key but is of another kind must not confuse the unwrapping. */
  @Test
  void anEntryUnderTheIdOfAKeyOfAnotherKindIsRefused() throws Exception {
    GeneratedKey x25519 = generate(RecipientKind.X25519);
    GeneratedKey rsa = generate(RecipientKind.RSA_OAEP);
    byte[] der = Files.readAllBytes(seal(List.of(open(x25519))).resolve("model.key.p7m"));
    byte[] from = Hex.bytes(x25519.keyId().substring(7));
    byte[] to = Hex.bytes(rsa.keyId().substring(7));
    String text = new String(der, StandardCharsets.ISO_8859_1);
    byte[] forged =
        text.replace(
                new String(from, StandardCharsets.ISO_8859_1),
                new String(to, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(forged).isNotEqualTo(der);
    try (EncodedPrivateKey key = (EncodedPrivateKey) secret(rsa)) {
      WrappedKey wrapped = WrappedKey.parse(forged, "k");
      refused(Reason.KeyDoesNotOpen, () -> wrapped.unwrap(Unwrapping.with(key.keyId(), key.key())));
    }
  }

  /** RFC 9629 section 5, with nothing of Bouncy Castle's but its reader of ASN.1. */
  @Test
  void theJdksMlKemUnwrapsWhatWeWrapped() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("ML-KEM-768").generateKeyPair();
    Path sealed = seal(List.of(SealRecipient.parse(publicPem(pair), "the JDK's public key")));
    AuthEnvelopedData data = authEnveloped(sealed);
    KEMRecipientInfo kem =
        KEMRecipientInfo.getInstance(OtherRecipientInfo.getInstance(recipient(data)).getValue());
    Key shared =
        KEM.getInstance("ML-KEM")
            .newDecapsulator(pair.getPrivate())
            .decapsulate(kem.getKemct().getOctets());
    byte[] info =
        new DERSequence(new ASN1Encodable[] {kem.getWrap(), new ASN1Integer(kem.getKekLength())})
            .getEncoded("DER");
    opensTheBulk(sealed, content(data, kdf(shared.getEncoded(), info), kem.getEncryptedKey()));
  }

  /** RFC 8418 section 2, likewise. */
  @Test
  void theJdksX25519UnwrapsWhatWeWrapped() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    Path sealed = seal(List.of(SealRecipient.parse(publicPem(pair), "the JDK's public key")));
    AuthEnvelopedData data = authEnveloped(sealed);
    KeyAgreeRecipientInfo agree = KeyAgreeRecipientInfo.getInstance(recipient(data));
    byte[] point = agree.getOriginator().getOriginatorKey().getPublicKeyData().getOctets();
    byte[] spki =
        new SubjectPublicKeyInfo(agree.getOriginator().getOriginatorKey().getAlgorithm(), point)
            .getEncoded();
    javax.crypto.KeyAgreement agreement = javax.crypto.KeyAgreement.getInstance("X25519");
    agreement.init(pair.getPrivate());
    agreement.doPhase(
        java.security.KeyFactory.getInstance("X25519")
            .generatePublic(new java.security.spec.X509EncodedKeySpec(spki)),
        true);
    // ECC-CMS-SharedInfo of RFC 5753 section 7.2.
    byte[] info =
        new DERSequence(
                new ASN1Encodable[] {
                  ASN1Sequence.getInstance(agree.getKeyEncryptionAlgorithm().getParameters()),
                  new DERTaggedObject(true, 2, new DEROctetString(new byte[] {0, 0, 1, 0}))
                })
            .getEncoded("DER");
    ASN1OctetString wrapped =
        org.bouncycastle.asn1.cms.RecipientEncryptedKey.getInstance(
                agree.getRecipientEncryptedKeys().getObjectAt(0))
            .getEncryptedKey();
    opensTheBulk(sealed, content(data, kdf(agreement.generateSecret(), info), wrapped));
  }

  /** A private key that the JDK wrote, in its own encoding of ML-KEM keys. */
  @ParameterizedTest
  @EnumSource(names = {"RSA_OAEP", "X25519", "ML_KEM_768"})
  void weOpenWithKeysOfTheJdk(RecipientKind kind) throws Exception {
    String name = kind == RecipientKind.RSA_OAEP ? "RSA" : kind.label();
    KeyPair pair = KeyPairGenerator.getInstance(name).generateKeyPair();
    Path sealed = seal(List.of(SealRecipient.parse(publicPem(pair), "public")));
    byte[] pem = Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded());
    try (RecipientKey key = RecipientKey.parse(pem, "private")) {
      assertThat(key.keyId()).isEqualTo("sha256:" + Sha256.hexOf(pair.getPublic().getEncoded()));
      assertThat(example.open(sealed, key)).isEqualTo(MODEL);
    }
  }

  @Test
  void anRsaKeyOf1024BitsIsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    KeyPair pair = generator.generateKeyPair();
    assertThat(
            refused(Reason.KeyMalformed, () -> SealRecipient.parse(publicPem(pair), "small.pem")))
        .hasMessageContaining("small.pem")
        .hasMessageContaining("1024");
    byte[] secret = Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded());
    refused(Reason.KeyMalformed, () -> RecipientKey.parse(secret, "small.pem"));
  }

  private static byte[] publicPem(KeyPair pair) {
    return Pem.write("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  private static AuthEnvelopedData authEnveloped(Path sealed) throws Exception {
    byte[] der = Files.readAllBytes(sealed.resolve("model.key.p7m"));
    return AuthEnvelopedData.getInstance(ContentInfo.getInstance(der).getContent());
  }

  private static ASN1Encodable recipient(AuthEnvelopedData data) {
    return RecipientInfo.getInstance(data.getRecipientInfos().getObjectAt(0)).getInfo();
  }

  private static Key kdf(byte[] secret, byte[] info) throws Exception {
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, 32));
  }

  private static byte[] content(AuthEnvelopedData data, Key kek, ASN1OctetString wrapped)
      throws Exception {
    Cipher unwrap = Cipher.getInstance("AESWrap");
    unwrap.init(Cipher.UNWRAP_MODE, kek);
    Key key = unwrap.unwrap(wrapped.getOctets(), "AES", Cipher.SECRET_KEY);
    var encrypted = data.getAuthEncryptedContentInfo();
    GCMParameters gcm =
        GCMParameters.getInstance(encrypted.getContentEncryptionAlgorithm().getParameters());
    Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
    aes.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, gcm.getNonce()));
    aes.update(encrypted.getEncryptedContent().getOctets());
    return aes.doFinal(data.getMac().getOctets());
  }

  private static void opensTheBulk(Path sealed, byte[] inputKeyMaterial) throws Exception {
    OpenSslTest.opensTheBulk(sealed, inputKeyMaterial);
  }
}
