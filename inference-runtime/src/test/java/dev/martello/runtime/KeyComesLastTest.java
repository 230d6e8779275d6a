package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.sealedmodel.ModelRefused;
import dev.martello.sealedmodel.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No key is touched for a model that is not the expected one: here there is no key at all. */
class KeyComesLastTest {
  @TempDir Path directory;
  private TestPod pod;

  @BeforeEach
  void prepareWithoutAKey() throws Exception {
    pod = new TestPod(directory, OnnxModels.linear());
    Files.delete(directory.resolve("key/martello.key"));
  }

  @Test
  void anotherName() {
    pod.settings.putObject("model").put("name", "other");
    refused(Reason.NameMismatch);
  }

  @Test
  void anOlderVersion() {
    pod.settings.putObject("model").put("name", TestPod.NAME).put("minimumVersion", "1.2.1");
    refused(Reason.VersionTooOld);
  }

  @Test
  void anotherDigest() {
    pod.settings
        .putObject("model")
        .put("name", TestPod.NAME)
        .put("digest", "sha256:" + "0".repeat(64));
    refused(Reason.DigestMismatch);
  }

  @Test
  void aModelThatWouldBeCopied() {
    pod.settings.putObject("model").put("name", TestPod.NAME).put("memory", "strict");
    refused(Reason.FormatMismatch);
  }

  @Test
  void anotherSigner() throws Exception {
    Path signers = directory.resolve("settings/signers.json");
    String ours = Keys.publicPem(pod.signer).replace("\n", "\\n");
    String another = Keys.publicPem(Keys.p256()).replace("\n", "\\n");
    Files.writeString(signers, Files.readString(signers).replace(ours, another));
    refused(Reason.SignerUnknown);
  }

  @Test
  void alteredFiles() throws Exception {
    Path wrapped = directory.resolve("model/model.key.p7m");
    byte[] bytes = Files.readAllBytes(wrapped);
    bytes[bytes.length - 1] ^= 1;
    Files.write(wrapped, bytes);
    refused(Reason.FilesDoNotMatch);
  }

  @Test
  void theExpectedModelNeedsIt() {
    refused(Reason.FileMissing);
  }

  private void refused(Reason reason) {
    assertThatThrownBy(() -> pod.start())
        .isInstanceOfSatisfying(
            ModelRefused.class,
            refused ->
                org.assertj.core.api.Assertions.assertThat(refused.reason()).isEqualTo(reason));
  }
}
