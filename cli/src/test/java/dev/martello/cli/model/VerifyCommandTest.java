package dev.martello.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {
  @TempDir private Path temporary;
  private Sealed sealed;

  @BeforeEach
  void seal() throws Exception {
    sealed = Sealed.in(temporary);
  }

  @Test
  void holds() throws Exception {
    var verified = verify(sealed.publicKey());
    assertThat(verified.exitCode()).as(verified.err()).isZero();
    assertThat(verified.out())
        .startsWith("holds: tiny 1.2.3\n")
        .contains("digest " + RootDigest.of(sealed.directory()) + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx.enc", "model.key.p7m", "manifest.json", "model.sig"})
  void oneBitInAnyFileIsSeen(String name) throws Exception {
    sealed.alter(name);
    assertThat(verify(sealed.publicKey()).refusal()).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx.enc", "model.key.p7m", "manifest.json", "model.sig"})
  void aMissingFileIsNamed(String name) throws Exception {
    Files.delete(sealed.directory().resolve(name));
    assertThat(verify(sealed.publicKey()).refusal()).contains("FileMissing").contains(name);
  }

  @Test
  void anotherSignerIsNotBelieved() {
    Invocation.of("keygen", "--type", "signing", "--out", temporary.resolve("other"));
    assertThat(verify(temporary.resolve("other/signer.pub.pem")).refusal())
        .contains("SignerUnknown");
  }

  @Test
  void whatIsNoKeyIsRefused() throws Exception {
    assertThat(verify(sealed.plain()).refusal()).contains("KeyMalformed").contains("tiny.onnx");
    assertThat(verify(temporary.resolve("none.pem")).refusal()).contains("none.pem does not exist");
    assertThat(verify(temporary).refusal()).contains("is a directory");
    Files.write(temporary.resolve("large"), new byte[65 * 1024]);
    assertThat(verify(temporary.resolve("large")).refusal()).contains("larger than any key");
  }

  private Invocation verify(Path publicKey) {
    return Invocation.of("verify", sealed.directory(), "--public-key", publicKey);
  }
}
