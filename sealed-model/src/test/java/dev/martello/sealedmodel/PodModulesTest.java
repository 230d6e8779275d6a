package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.encoding.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pod's Java has the modules java.base and java.logging: every kind of key opens there. */
class PodModulesTest {
  @TempDir Path directory;

  @Test
  void everyKindOfKeyOpens() throws Exception {
    SealedExample example = new SealedExample(directory);
    for (RecipientKind kind : RecipientKind.values()) {
      GeneratedKey key = KeyGeneration.recipient(directory.resolve(kind.name()), kind);
      SealRequest request = example.request(SealedExample.model(100), kind.name(), "1.0.0");
      Path recipient = key.files().getLast();
      Sealer.seal(
          new SealRequest(
              request.model(),
              request.name(),
              request.version(),
              request.description(),
              request.provenance(),
              request.evaluation(),
              List.of(SealRecipient.parse(Files.readAllBytes(recipient), "recipient")),
              request.signingKey(),
              request.directory()));
      String opened = open(request.directory(), key.files().getFirst());
      assertThat(opened)
          .as(kind.toString())
          .isEqualTo(Sha256.hexOf(SealedExample.model(100)) + "\n");
    }
  }

  private String open(Path sealed, Path key) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base,java.logging",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Open.class.getName(),
                sealed.toString(),
                key.toString(),
                directory.resolve("keys/signer.pub.pem").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** Prints the SHA-256 of the plaintext. */
  static final class Open {
    public static void main(String[] arguments) throws Exception {
      Signer signer = Signer.fromPem("signer", Files.readString(Path.of(arguments[2])));
      try (RecipientKey key = RecipientKey.parse(Files.readAllBytes(Path.of(arguments[1])), "key");
          UnlockedModel unlocked =
              UnverifiedModel.read(Path.of(arguments[0]))
                  .verify(List.of(signer), Expected.anything())
                  .unlock(key);
          OpenedModel opened = unlocked.open()) {
        ByteBuffer plaintext = opened.plaintext();
        byte[] bytes = new byte[plaintext.remaining()];
        plaintext.get(bytes);
        System.out.println(Sha256.hexOf(bytes));
      }
    }
  }
}
