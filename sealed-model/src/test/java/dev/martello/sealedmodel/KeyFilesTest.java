package dev.martello.sealedmodel;

import static dev.martello.sealedmodel.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.sealedmodel.encoding.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
  @TempDir Path directory;
  SealedExample example;

  @BeforeEach
  void makeKeys() throws Exception {
    example = new SealedExample(directory);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void secretFilesAreForTheirOwnerAlone() throws Exception {
    for (Path file : new Path[] {example.p256File, example.kekFile, example.signerFile}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void noKeyIsOverwritten() throws Exception {
    Path keys = directory.resolve("keys");
    byte[] before = Files.readAllBytes(example.p256File);
    assertThatThrownBy(() -> KeyGeneration.p256Recipient(keys))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("never overwritten");
    assertThatThrownBy(() -> KeyGeneration.signing(keys))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> KeyGeneration.keyEncryptionKey(keys))
        .isInstanceOf(FileAlreadyExistsException.class);
    Path half = Files.createDirectory(directory.resolve("half"));
    Files.createFile(half.resolve("recipient.pub.pem"));
    assertThatThrownBy(() -> KeyGeneration.p256Recipient(half))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(half.resolve("recipient.key.pem")).doesNotExist();
    assertThat(Files.readAllBytes(example.p256File)).isEqualTo(before);
  }

  @Test
  void bothHalvesHaveOneId() throws Exception {
    try (RecipientKey key = example.p256()) {
      assertThat(key).isInstanceOf(P256PrivateKey.class);
      assertThat(key.keyId()).matches("sha256:[0-9a-f]{64}").isEqualTo(example.p256Public.keyId());
    }
    assertThat(example.kek.keyId()).matches("kek:[0-9a-f]{32}");
    try (SigningKey key = example.signingKey()) {
      assertThat(key.signer("tester")).isEqualTo(example.signer);
    }
  }

  @Test
  void noSecretIsPrinted() throws Exception {
    String kek = Files.readString(example.kekFile).replaceAll(".*\"k\":\"([^\"]+)\".*\n", "$1");
    assertThat(kek).hasSize(43);
    assertThat(example.kek.toString()).contains(example.kek.keyId()).doesNotContain(kek);
    String twice = Files.readString(example.kekFile).replace("\"k\":\"", "\"k\":\"A");
    assertThat(refused(Reason.KeyMalformed, () -> RecipientKey.parse(utf8(twice), "f")))
        .hasMessageNotContaining(kek);
    String number = "{\"kty\":\"oct\",\"alg\":\"A256KW\",\"kid\":\"x\",\"k\":123456789}";
    assertThat(refused(Reason.KeyMalformed, () -> RecipientKey.parse(utf8(number), "f")))
        .hasMessageNotContaining("123456789");
    String broken = "{\"k\":secretsecret";
    assertThat(refused(Reason.KeyMalformed, () -> RecipientKey.parse(utf8(broken), "f")))
        .hasMessageNotContaining("secretsecret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "{",
        "[]",
        "{}",
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\n%%%%\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PRIVATE KEY-----",
        "{\"kty\":\"RSA\",\"alg\":\"A256KW\",\"kid\":\"00\",\"k\":\"AA\"}",
        "{\"kty\":\"oct\",\"alg\":\"A128KW\",\"kid\":\"00\",\"k\":\"AA\"}",
        "{\"kty\":\"oct\",\"alg\":\"A256KW\",\"kid\":\"00\",\"k\":\"AA\"}"
      })
  void aKeyFileThatIsNoneIsRefused(String text) {
    assertThat(refused(Reason.KeyMalformed, () -> RecipientKey.parse(utf8(text), "the file")))
        .hasMessageContaining("the file");
    refused(Reason.KeyMalformed, () -> SealRecipient.parse(utf8(text), "the file"));
    refused(Reason.KeyMalformed, () -> SigningKey.parse(utf8(text), "the file"));
    refused(Reason.KeyMalformed, () -> Signer.fromPem("s", text));
  }

  @Test
  void theMessageSaysWhatToDoWithOtherPemFiles() throws Exception {
    String sec1 = "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n";
    assertThat(refused(Reason.KeyMalformed, () -> RecipientKey.parse(utf8(sec1), "f")))
        .hasMessageContaining("openssl pkcs8 -topk8");
    byte[] privatePem = Files.readAllBytes(example.p256File);
    assertThat(refused(Reason.KeyMalformed, () -> SealRecipient.parse(privatePem, "f")))
        .hasMessageContaining("'PRIVATE KEY'");
    byte[] publicPem = Files.readAllBytes(directory.resolve("keys/recipient.pub.pem"));
    assertThat(refused(Reason.KeyMalformed, () -> RecipientKey.parse(publicPem, "f")))
        .hasMessageContaining("'PUBLIC KEY'");
  }

  @Test
  void anotherCurveOrAPointOffTheCurveIsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(384);
    java.security.KeyPair p384 = generator.generateKeyPair();
    byte[] secret = Pem.write("PRIVATE KEY", p384.getPrivate().getEncoded());
    byte[] open = Pem.write("PUBLIC KEY", p384.getPublic().getEncoded());
    refused(Reason.KeyMalformed, () -> RecipientKey.parse(secret, "f"));
    refused(Reason.KeyMalformed, () -> SealRecipient.parse(open, "f"));
    byte[] der = example.signer.key().getEncoded();
    der[der.length - 1] ^= 1;
    refused(Reason.KeyMalformed, () -> SealRecipient.parse(Pem.write("PUBLIC KEY", der), "f"));
  }

  @Test
  void twoBlocksOrTextAroundThemAreRefused() throws Exception {
    String pem = example.signer.pem();
    refused(Reason.KeyMalformed, () -> Signer.fromPem("s", pem + pem));
    refused(Reason.KeyMalformed, () -> Signer.fromPem("s", "subject=x\n" + pem));
    assertThat(Signer.fromPem("tester", "\n" + pem.replace("\n", "\r\n") + " \n"))
        .isEqualTo(example.signer);
  }

  @Test
  void aClosedKeyNeitherOpensNorSeals() throws Exception {
    Path sealed = example.seal(SealedExample.model(10), "m", "1.0.0");
    VerifiedModel verified = example.verify(sealed);
    RecipientKey p256 = example.p256();
    p256.close();
    assertThatThrownBy(() -> verified.unlock(p256)).isInstanceOf(IllegalStateException.class);
    example.kek.close();
    assertThatThrownBy(() -> verified.unlock(example.kek))
        .isInstanceOf(IllegalStateException.class);
    SealRequest again = example.request(SealedExample.model(10), "n", "1.0.0");
    assertThatThrownBy(() -> Sealer.seal(again)).isInstanceOf(IllegalStateException.class);
    assertThat(again.directory()).doesNotExist();
  }
}
