package dev.martello.runtime.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.runtime.testkit.ProcessMemory.Wanted;
import dev.martello.sealedmodel.RecipientKind;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.BigIntegers;

/**
 * What must not be left of opening a model, found out with other code than ours: Bouncy Castle's
 * recipients, the JDK's HKDF.
 */
public final class OpeningSecrets {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private OpeningSecrets() {}

  /** All of them: of the key's file, and what it unwraps. */
  public static List<Wanted> of(RecipientKind kind, Path key, Path model) throws Exception {
    List<Wanted> secrets = new ArrayList<>();
    String file = Files.readString(key);
    List<byte[]> contentKeys = new ArrayList<>();
    byte[] inputKey;
    if (kind == RecipientKind.KEK) {
      String encoded = new JsonMapper().readTree(file).path("k").textValue();
      secrets.add(text("key-encryption key in its file", encoded.substring(8, 32)));
      byte[] kek = Base64.getUrlDecoder().decode(encoded);
      secrets.addAll(ProcessMemory.everyOrder("key-encryption key", kek));
      inputKey = content(model, RememberingRecipients.kek(kek, contentKeys, PROVIDER));
    } else {
      List<String> lines = file.lines().filter(line -> !line.startsWith("-----")).toList();
      secrets.add(text("private key as PEM", ofSecretPart(kind, lines)));
      byte[] pkcs8 = Base64.getMimeDecoder().decode(String.join("", lines));
      PrivateKey secret = privateKey(kind, pkcs8);
      secrets.addAll(numbers(kind, secret, pkcs8));
      inputKey = content(model, RememberingRecipients.of(kind, secret, contentKeys, PROVIDER));
    }
    assertThat(inputKey).hasSize(32);
    assertThat(contentKeys).hasSize(1);
    secrets.addAll(ProcessMemory.everyOrder("input key material", inputKey));
    secrets.addAll(ProcessMemory.everyOrder("CMS content-encryption key", contentKeys.getFirst()));
    secrets.addAll(ProcessMemory.everyOrder("derived key", derived(inputKey, model)));
    return secrets;
  }

  private static Wanted text(String name, String text) {
    return new Wanted(name, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Characters of one line that hold nothing but secret bytes. */
  private static String ofSecretPart(RecipientKind kind, List<String> lines) {
    return switch (kind) {
      case X25519 -> lines.getFirst().substring(24, 48);
      case RSA_OAEP -> lines.get(lines.size() / 2).substring(0, 24); // in the first prime
      default -> lines.get(1).substring(0, 24);
    };
  }

  private static PrivateKey privateKey(RecipientKind kind, byte[] pkcs8) throws Exception {
    String algorithm =
        switch (kind) {
          case P256 -> "EC";
          case RSA_OAEP -> "RSA";
          case X25519 -> "X25519";
          case ML_KEM_768 -> "ML-KEM";
          case KEK -> throw new IllegalArgumentException("no private key");
        };
    return KeyFactory.getInstance(algorithm, PROVIDER)
        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static List<Wanted> numbers(RecipientKind kind, PrivateKey key, byte[] pkcs8)
      throws Exception {
    List<Wanted> numbers = new ArrayList<>();
    switch (kind) {
      case P256 ->
          numbers.addAll(
              ProcessMemory.everyOrder(
                  "scalar", BigIntegers.asUnsignedByteArray(32, ((ECPrivateKey) key).getS())));
      case X25519 -> {
        byte[] inner = PrivateKeyInfo.getInstance(pkcs8).getPrivateKey().getOctets();
        byte[] scalar = ASN1OctetString.getInstance(inner).getOctets();
        numbers.addAll(ProcessMemory.everyOrder("scalar", scalar));
        // As the computation takes it: RFC 7748 section 5.
        scalar[0] &= (byte) 248;
        scalar[31] = (byte) (scalar[31] & 127 | 64);
        numbers.addAll(ProcessMemory.everyOrder("scalar, decoded", scalar));
      }
      case RSA_OAEP -> {
        RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key;
        Map.of(
                "private exponent", rsa.getPrivateExponent(),
                "first prime", rsa.getPrimeP(),
                "second prime", rsa.getPrimeQ(),
                "first exponent", rsa.getPrimeExponentP(),
                "second exponent", rsa.getPrimeExponentQ(),
                "coefficient", rsa.getCrtCoefficient())
            .forEach((name, number) -> numbers.addAll(low(name, number)));
      }
      case ML_KEM_768 -> {
        MLKEMPrivateKey kem = (MLKEMPrivateKey) key;
        byte[] seed = kem.getSeed();
        numbers.addAll(ProcessMemory.everyOrder("seed d", Arrays.copyOf(seed, 32)));
        numbers.addAll(ProcessMemory.everyOrder("seed z", Arrays.copyOfRange(seed, 32, 64)));
        byte[] vector = Arrays.copyOf(kem.getPrivateData(), 1152);
        for (int at = 0; at < vector.length; at += 384) {
          byte[] packed = Arrays.copyOfRange(vector, at, at + 48);
          numbers.addAll(ProcessMemory.everyOrder("secret vector at " + at, packed));
          numbers.add(new Wanted("secret vector at " + at + ", unpacked", unpacked(packed)));
        }
      }
      case KEK -> throw new IllegalArgumentException("no private key");
    }
    return numbers;
  }

  /** The lowest 64 bytes, which keep their place in a number of whichever length. */
  private static List<Wanted> low(String name, BigInteger number) {
    byte[] all = BigIntegers.asUnsignedByteArray(number);
    return ProcessMemory.everyOrder(name, Arrays.copyOfRange(all, all.length - 64, all.length));
  }

  /** Coefficients of 12 bits as little-endian words of 16. */
  private static byte[] unpacked(byte[] packed) {
    byte[] words = new byte[packed.length / 3 * 4];
    for (int i = 0, o = 0; i < packed.length; i += 3, o += 4) {
      words[o] = packed[i];
      words[o + 1] = (byte) (packed[i + 1] & 15);
      words[o + 2] = (byte) ((packed[i + 1] & 255) >> 4 | packed[i + 2] << 4);
      words[o + 3] = (byte) ((packed[i + 2] & 255) >> 4);
    }
    return words;
  }

  private static byte[] content(Path model, org.bouncycastle.cms.Recipient recipient)
      throws Exception {
    CMSAuthEnvelopedData cms =
        new CMSAuthEnvelopedData(Files.readAllBytes(model.resolve("model.key.p7m")));
    return cms.getRecipientInfos().getRecipients().iterator().next().getContent(recipient);
  }

  private static byte[] derived(byte[] inputKey, Path model) throws Exception {
    byte[] header = new byte[40];
    try (var in = Files.newInputStream(model.resolve("model.onnx.enc"))) {
      assertThat(in.readNBytes(header, 0, 40)).isEqualTo(40);
    }
    byte[] manifest =
        MessageDigest.getInstance("SHA-256")
            .digest(Files.readAllBytes(model.resolve("manifest.json")));
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract()
                .addIKM(inputKey)
                .addSalt(Arrays.copyOfRange(header, 1, 33))
                .thenExpand(manifest, 32));
  }
}
