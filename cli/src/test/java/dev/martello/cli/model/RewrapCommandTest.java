package dev.martello.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rewrap} and {@code reseal}. */
class RewrapCommandTest {
  @TempDir private Path temporary;
  private Sealed sealed;
  private Path added;

  @BeforeEach
  void seal() throws Exception {
    sealed = Sealed.in(temporary);
    added = temporary.resolve("added");
    Invocation.of("keygen", "--type", "ml-kem-768", "--out", added);
  }

  private String keyId(String kind) {
    return Invocation.of("inspect", sealed.directory())
        .out()
        .replaceAll("(?s).*recipient +" + kind + " (\\S+).*", "$1");
  }

  private Invocation open(Path directory, Path key, String name) {
    return Invocation.of(
        "open",
        directory,
        "--key",
        key,
        "--public-key",
        sealed.publicKey(),
        "--out",
        temporary.resolve(name));
  }

  @Test
  void rewrapAddsAndDropsAndSaysWhatItCannotTakeBack() throws Exception {
    var bulk = Files.readAllBytes(sealed.directory().resolve("model.onnx.enc"));
    var dropped = keyId("P-256");
    var done =
        Invocation.of(
            "rewrap",
            sealed.directory(),
            "--key",
            sealed.key(),
            "--add",
            added.resolve("recipient.pub.pem"),
            "--drop",
            dropped,
            "--signing-key",
            sealed.signingKey());
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out())
        .contains("digest " + RootDigest.of(sealed.directory()))
        .contains(dropped + " was dropped")
        .contains("martello reseal");
    var opened = open(sealed.directory(), added.resolve("recipient.key.pem"), "by-added");
    assertThat(opened.exitCode()).as(opened.err()).isZero();
    assertThat(temporary.resolve("by-added")).hasSameBinaryContentAs(sealed.plain());
    assertThat(open(sealed.directory(), sealed.key(), "by-dropped").refusal())
        .contains("KeyDoesNotOpen");
    assertThat(sealed.directory().resolve("model.onnx.enc")).hasBinaryContent(bulk);
  }

  @Test
  void anAlteredModelIsNotSignedAnew() throws Exception {
    sealed.alter("manifest.json");
    var before = Files.readAllBytes(sealed.directory().resolve("model.sig"));
    var refused =
        Invocation.of(
            "rewrap",
            sealed.directory(),
            "--key",
            sealed.key(),
            "--add",
            added.resolve("recipient.pub.pem"),
            "--signing-key",
            sealed.signingKey());
    assertThat(refused.refusal()).contains("FilesDoNotMatch");
    assertThat(sealed.directory().resolve("model.sig")).hasBinaryContent(before);
  }

  @Test
  void postQuantumRefusesToAddAClassicalRecipient() {
    Invocation.of("keygen", "--type", "x25519", "--out", temporary.resolve("x"));
    var refused =
        Invocation.of(
            "rewrap",
            sealed.directory(),
            "--post-quantum",
            "--key",
            sealed.key(),
            "--add",
            temporary.resolve("x/recipient.pub.pem"),
            "--signing-key",
            sealed.signingKey());
    assertThat(refused.refusal()).contains("X25519");
  }

  @Test
  void resealIsForTheNamedRecipientsAloneUnderAnotherKey() throws Exception {
    var again = temporary.resolve("again");
    var done =
        Invocation.of(
            "reseal",
            sealed.directory(),
            "--key",
            sealed.kek(),
            "--recipient",
            added.resolve("recipient.pub.pem"),
            "--signing-key",
            sealed.signingKey(),
            "--out",
            again);
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(done.out()).contains("digest " + RootDigest.of(again));
    var opened = open(again, added.resolve("recipient.key.pem"), "by-added");
    assertThat(opened.exitCode()).as(opened.err()).isZero();
    assertThat(temporary.resolve("by-added")).hasSameBinaryContentAs(sealed.plain());
    assertThat(open(again, sealed.kek(), "by-kek").refusal()).contains("KeyDoesNotOpen");
    assertThat(again.resolve("manifest.json"))
        .hasSameBinaryContentAs(sealed.directory().resolve("manifest.json"));
  }

  @Test
  void resealOverwritesNothing() {
    var refused =
        Invocation.of(
            "reseal",
            sealed.directory(),
            "--key",
            sealed.kek(),
            "--recipient",
            sealed.kek(),
            "--signing-key",
            sealed.signingKey(),
            "--out",
            sealed.directory());
    assertThat(refused.refusal()).contains("exists already");
  }
}
