package dev.martello.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenCommandTest {
  @TempDir private Path temporary;
  private Sealed sealed;

  @BeforeEach
  void seal() throws Exception {
    sealed = Sealed.in(temporary);
  }

  @Test
  void eachRecipientGetsTheModelInAFileOfHisOwn() throws Exception {
    for (var key : new Path[] {sealed.key(), sealed.kek()}) {
      var out = temporary.resolve("by-" + key.getFileName());
      var opened = open(key, out);
      assertThat(opened.exitCode()).as(opened.err()).isZero();
      assertThat(out).hasSameBinaryContentAs(sealed.plain());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    var mine = Files.writeString(temporary.resolve("mine"), "mine");
    assertThat(open(sealed.key(), mine).refusal()).contains("exists already");
    assertThat(mine).hasContent("mine");
    var link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("elsewhere"));
    assertThat(open(sealed.key(), link).refusal()).contains("exists already");
    assertThat(temporary.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void nothingIsWrittenToATerminal() {
    assertThat(open(sealed.key(), Path.of("-")).refusal()).contains("terminal");
    assertThat(open(sealed.key(), Path.of("/dev/stdout")).refusal()).contains("terminal");
  }

  @Test
  void nothingIsWrittenWhereOthersGetAtIt() throws Exception {
    var open = Files.createDirectory(temporary.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(open(sealed.key(), open.resolve("model.onnx")).refusal()).contains("mkdir -m 700");
    assertThat(open).isEmptyDirectory();
  }

  @Test
  void aKeyThatItWasNotSealedForOpensNothing() {
    Invocation.of("keygen", "--type", "p256", "--out", temporary.resolve("other"));
    var refused = open(temporary.resolve("other/recipient.key.pem"), temporary.resolve("out"));
    assertThat(refused.refusal()).contains("KeyDoesNotOpen");
    assertThat(temporary.resolve("out")).doesNotExist();
  }

  @Test
  void ofAnAlteredModelNothingIsWritten() throws Exception {
    sealed.alter("model.onnx.enc");
    assertThat(open(sealed.key(), temporary.resolve("out")).refusal())
        .contains("CiphertextAltered");
    assertThat(temporary.resolve("out")).doesNotExist();
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    assertThat(open(sealed.key(), temporary.resolve("none/out")).refusal())
        .contains("none does not exist");
  }

  private Invocation open(Path key, Path out) {
    return Invocation.of(
        "open", sealed.directory(), "--key", key, "--public-key", sealed.publicKey(), "--out", out);
  }
}
