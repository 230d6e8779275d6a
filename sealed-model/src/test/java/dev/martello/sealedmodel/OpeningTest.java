package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.sealedmodel.encoding.Hex;
import dev.martello.sealedmodel.encoding.Sha256;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {
  @TempDir Path directory;
  SealedExample example;

  @BeforeEach
  void makeKeys() throws Exception {
    example = new SealedExample(directory);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1000, 65480, 65481, 200_000, 1_000_000})
  void bothKindsOfRecipientGetTheModelBack(int length) throws Exception {
    byte[] model = SealedExample.model(length);
    Path sealed = example.seal(model, "m", "1.0.0");
    try (RecipientKey p256 = example.p256()) {
      assertThat(example.open(sealed, p256)).isEqualTo(model);
    }
    assertThat(example.open(sealed, example.kek)).isEqualTo(model);
  }

  @Test
  void aVerifiedModelSaysWhatItIs() throws Exception {
    byte[] model = SealedExample.model(1000);
    SealRequest request = example.request(model, "breast-cancer", "1.2.3");
    String digest = Sealer.seal(request);

    VerifiedModel verified = example.verify(request.directory());

    Manifest manifest = verified.manifest();
    assertThat(manifest.name()).isEqualTo("breast-cancer");
    assertThat(manifest.version()).isEqualTo(SemVer.parse("1.2.3"));
    assertThat(manifest.plaintext()).isEqualTo(new Plaintext(Sha256.hexOf(model), 1000));
    assertThat(manifest.inputs()).isEqualTo(SealedExample.DESCRIPTION.inputs());
    assertThat(manifest.opsets()).isEqualTo(SealedExample.DESCRIPTION.opsets());
    assertThat(manifest.provenance()).isEqualTo(request.provenance());
    assertThat(manifest.evaluation()).contains(SealedExample.EVALUATION);
    assertThat(verified.signer()).isEqualTo(example.signer);
    assertThat(verified.recipients())
        .containsExactlyInAnyOrder(
            new Recipient(RecipientKind.P256, example.p256Public.keyId()),
            new Recipient(RecipientKind.KEK, example.kek.keyId()));
    assertThat(verified.digest()).isEqualTo(digest).isEqualTo(rootDigest(request.directory()));
    Claims claims = UnverifiedModel.read(request.directory()).claims();
    assertThat(claims.manifest()).isEqualTo(manifest);
    assertThat(claims.digest()).isEqualTo(digest);
    assertThat(claims.recipients()).isEqualTo(verified.recipients());
  }

  private static String rootDigest(Path sealed) throws Exception {
    MessageDigest root = MessageDigest.getInstance("SHA-256");
    for (String name : List.of("manifest.json", "model.key.p7m", "model.onnx.enc")) {
      root.update(
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(sealed.resolve(name))));
    }
    return "sha256:" + Hex.of(root.digest());
  }

  @Test
  void thePlaintextIsOffHeapReadOnlyAndGoneAfterClosing() throws Exception {
    byte[] model = SealedExample.model(100_000);
    Path sealed = example.seal(model, "m", "1.0.0");
    ByteBuffer plaintext;
    try (UnlockedModel unlocked = example.verify(sealed).unlock(example.kek);
        OpenedModel opened = unlocked.open()) {
      plaintext = opened.plaintext();
      assertThat(plaintext.isDirect()).isTrue();
      assertThat(plaintext.isReadOnly()).isTrue();
      assertThat(plaintext.remaining()).isEqualTo(100_000);
      assertThat(opened.keyId()).isEqualTo(unlocked.keyId()).isEqualTo(example.kek.keyId());
      assertThat(opened.lockedBytes()).isBetween(0L, 100_000L);
      assertThat(opened.source().manifest().name()).isEqualTo("m");
    }
    assertThatThrownBy(() -> plaintext.get(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClosedUnlockedModelOpensNothing() throws Exception {
    Path sealed = example.seal(SealedExample.model(10), "m", "1.0.0");
    UnlockedModel unlocked = example.verify(sealed).unlock(example.kek);
    unlocked.close();
    assertThatThrownBy(unlocked::open).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMountFullOfLinksAndOtherFilesIsRead() throws Exception {
    byte[] model = SealedExample.model(10);
    Path sealed = example.seal(model, "m", "1.0.0");
    Path mount = Files.createDirectory(directory.resolve("mount"));
    Files.createDirectory(mount.resolve("lost+found"));
    for (String name : List.of("manifest.json", "model.key.p7m", "model.onnx.enc", "model.sig")) {
      Files.createSymbolicLink(mount.resolve(name), sealed.resolve(name));
    }
    assertThat(example.open(mount, example.kek)).isEqualTo(model);
  }

  @Test
  void theExpectedModelIsTaken() throws Exception {
    SealRequest request = example.request(SealedExample.model(10), "m", "1.4.0");
    String digest = Sealer.seal(request);
    Expected expected =
        new Expected(
            Optional.of("m"),
            Optional.of(SemVer.parse("1.4.0-rc.1")),
            Optional.of(digest),
            Optional.of(ModelFormat.ONNX));
    VerifiedModel verified =
        UnverifiedModel.read(request.directory()).verify(List.of(example.signer), expected);
    assertThat(verified.digest()).isEqualTo(digest);
  }
}
