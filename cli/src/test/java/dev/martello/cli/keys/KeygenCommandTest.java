package dev.martello.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import dev.martello.sealedmodel.RecipientKey;
import dev.martello.sealedmodel.SealRecipient;
import dev.martello.sealedmodel.Signer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeygenCommandTest {
  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource({
    "p256,recipient.key.pem",
    "rsa,recipient.key.pem",
    "x25519,recipient.key.pem",
    "ml-kem-768,recipient.key.pem",
    "signing,signer.key.pem",
    "kek,recipient.kek"
  })
  void theSecretIsInAFileOfItsOwnersAlone(String type, String name) throws Exception {
    var made = Invocation.of("keygen", "--type", type, "--out", temporary.resolve("new/keys"));
    assertThat(made.exitCode()).as(made.err()).isZero();
    var secret = temporary.resolve("new/keys").resolve(name);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThat(made.out())
        .contains("next: ")
        .doesNotContain("PRIVATE")
        .doesNotContain(secretTextOf(secret));
  }

  private static String secretTextOf(Path secret) throws Exception {
    var content = Files.readString(secret);
    return content.startsWith("{")
        ? content.replaceAll(".*\"k\":\"([^\"]+)\".*\\s*", "$1")
        : content.lines().toList().get(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "rsa", "X25519", "ML-KEM-768"})
  void thePairOfARecipientBelongsTogetherAndHasThePrintedId(String type) throws Exception {
    var made = Invocation.of("keygen", "--type", type, "--out", temporary);
    var shared =
        SealRecipient.parse(Files.readAllBytes(temporary.resolve("recipient.pub.pem")), "public");
    try (var secret =
        RecipientKey.parse(Files.readAllBytes(temporary.resolve("recipient.key.pem")), "secret")) {
      assertThat(secret.keyId()).isEqualTo(shared.keyId());
    }
    assertThat(made.out()).contains("key id " + shared.keyId() + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "rsa", "x25519", "ml-kem-768", "kek"})
  void theSecretForTheClusterHoldsTheKeyAndIsShownToNobody(String type) throws Exception {
    var made =
        Invocation.of("keygen", "--type", type, "--out", temporary, "--secret-yaml", "m-key");
    assertThat(made.exitCode()).as(made.err()).isZero();
    var file = temporary.resolve("recipient.secret.yaml");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    var lines = Files.readAllLines(file);
    assertThat(lines).contains("kind: Secret", "  name: m-key", "immutable: true").hasSize(8);
    var item = lines.getLast();
    assertThat(item).startsWith("  martello.key: ");
    var key = Base64.getDecoder().decode(item.substring("  martello.key: ".length()));
    assertThat(temporary.resolve(type.equals("kek") ? "recipient.kek" : "recipient.key.pem"))
        .hasBinaryContent(key);
    assertThat(made.out()).doesNotContain(item.strip()).contains("recipient.secret.yaml");
  }

  @Test
  void noSecretIsMadeOfASignersKeyOrUnderABadName() throws Exception {
    assertThat(
            Invocation.of("keygen", "--type", "signing", "--out", temporary, "--secret-yaml", "m")
                .refusal())
        .contains("signer");
    assertThat(
            Invocation.of("keygen", "--type", "kek", "--out", temporary, "--secret-yaml", "A b")
                .refusal())
        .contains("A b");
    try (var files = Files.list(temporary)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void theIdOfASignerIsThatOfItsPublicKey() throws Exception {
    var made = Invocation.of("keygen", "--type", "SIGNING", "--out", temporary);
    var signer = Signer.fromPem("x", Files.readString(temporary.resolve("signer.pub.pem")));
    assertThat(made.out()).contains("key id " + signer.keyId() + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "p256,recipient.key.pem",
    "p256,recipient.pub.pem",
    "signing,signer.pub.pem",
    "kek,recipient.kek"
  })
  void whatIsThereIsNeverOverwritten(String type, String name) throws Exception {
    Files.writeString(temporary.resolve(name), "mine");
    var refused = Invocation.of("keygen", "--type", type, "--out", temporary);
    assertThat(refused.refusal()).contains(name).contains("exists already");
    assertThat(temporary.resolve(name)).hasContent("mine");
    try (var files = Files.list(temporary)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws Exception {
    Files.writeString(temporary.resolve("file"), "mine");
    var refused = Invocation.of("keygen", "--type", "kek", "--out", temporary.resolve("file"));
    assertThat(refused.refusal()).contains("file");
  }
}
