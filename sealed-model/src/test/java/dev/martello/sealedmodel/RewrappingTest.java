package dev.martello.sealedmodel;

import static dev.martello.sealedmodel.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewrappingTest {
  private static final byte[] MODEL = SealedExample.model(1000);

  @TempDir Path directory;
  SealedExample example;
  Path sealed;

  @BeforeEach
  void seal() throws Exception {
    example = new SealedExample(directory);
    sealed = example.seal(MODEL, "m", "1.0.0");
  }

  private static RecipientKey secret(GeneratedKey key) throws Exception {
    return RecipientKey.parse(Files.readAllBytes(key.files().getFirst()), "secret");
  }

  private static SealRecipient open(GeneratedKey key) throws Exception {
    return SealRecipient.parse(Files.readAllBytes(key.files().getLast()), "open");
  }

  private String rewrap(RecipientKey key, List<SealRecipient> added, Set<String> dropped)
      throws Exception {
    try (SigningKey signingKey = example.signingKey()) {
      return new Rewrapping(added, dropped).apply(example.verify(sealed), key, signingKey, sealed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void addsOneOfAnyKindWhoThenAddsTheNext(RecipientKind kind) throws Exception {
    byte[] bulk = Files.readAllBytes(sealed.resolve("model.onnx.enc"));
    GeneratedKey added = KeyGeneration.recipient(directory.resolve("added"), kind);
    GeneratedKey next = KeyGeneration.recipient(directory.resolve("next"), RecipientKind.X25519);
    String digest = rewrap(example.kek, List.of(open(added)), Set.of());
    assertThat(example.verify(sealed).digest()).isEqualTo(digest);
    try (RecipientKey key = secret(added);
        RecipientKey last = secret(next)) {
      assertThat(example.open(sealed, key)).isEqualTo(MODEL);
      rewrap(key, List.of(open(next)), Set.of(key.keyId()));
      assertThat(example.open(sealed, last)).isEqualTo(MODEL);
      refused(Reason.KeyDoesNotOpen, () -> example.open(sealed, key));
    }
    assertThat(example.open(sealed, example.kek)).isEqualTo(MODEL);
    assertThat(example.open(sealed, example.p256())).isEqualTo(MODEL);
    assertThat(sealed.resolve("model.onnx.enc")).hasBinaryContent(bulk);
    try (var files = Files.list(sealed)) {
      assertThat(files).hasSize(4);
    }
  }

  /** What the command line says of rewrapping, and why there is a reseal. */
  @Test
  void whoWasDroppedAndKeptTheOldWrappedKeyStillOpensTheSameBulkButNotAResealedOne()
      throws Exception {
    byte[] oldKey = Files.readAllBytes(sealed.resolve("model.key.p7m"));
    byte[] oldSignature = Files.readAllBytes(sealed.resolve("model.sig"));
    rewrap(example.p256(), List.of(), Set.of(example.kek.keyId()));
    refused(Reason.KeyDoesNotOpen, () -> example.open(sealed, example.kek));
    Path again = directory.resolve("again");
    try (UnlockedModel unlocked = example.verify(sealed).unlock(example.p256());
        OpenedModel opened = unlocked.open();
        SigningKey signingKey = example.signingKey()) {
      String digest = Sealer.reseal(opened, List.of(example.p256Public), signingKey, again);
      assertThat(example.verify(again).digest()).isEqualTo(digest);
    }
    assertThat(example.open(again, example.p256())).isEqualTo(MODEL);
    assertThat(again.resolve("manifest.json"))
        .hasSameBinaryContentAs(sealed.resolve("manifest.json"));
    Files.write(sealed.resolve("model.key.p7m"), oldKey);
    Files.write(sealed.resolve("model.sig"), oldSignature);
    assertThat(example.open(sealed, example.kek)).isEqualTo(MODEL);
    Files.copy(again.resolve("model.onnx.enc"), directory.resolve("bulk"));
    Files.move(
        directory.resolve("bulk"),
        sealed.resolve("model.onnx.enc"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    refused(Reason.CiphertextAltered, () -> example.open(sealed, example.kek));
  }

  /** Every place where the process can end: two files were to be written, then moved. */
  @Test
  void anInterruptedRewrappingIsTakenBackOrEnded() throws Exception {
    Path key = sealed.resolve("model.key.p7m");
    Path signature = sealed.resolve("model.sig");
    Path newKey = sealed.resolve(".model.key.p7m.rewrapped");
    Path newSignature = sealed.resolve(".model.sig.rewrapped");
    byte[] oldKeyBytes = Files.readAllBytes(key);
    byte[] oldSignatureBytes = Files.readAllBytes(signature);
    String before = example.verify(sealed).digest();
    String after = rewrap(example.p256(), List.of(), Set.of(example.kek.keyId()));
    byte[] newKeyBytes = Files.readAllBytes(key);
    byte[] newSignatureBytes = Files.readAllBytes(signature);
    assertThat(Rewrapping.finish(sealed)).isFalse();

    Files.write(key, oldKeyBytes);
    Files.write(signature, oldSignatureBytes);
    Files.write(newKey, new byte[3]); // not even whole
    assertThat(Rewrapping.finish(sealed)).isTrue();
    assertThat(example.verify(sealed).digest()).isEqualTo(before);

    Files.write(newKey, newKeyBytes);
    Files.write(newSignature, newSignatureBytes);
    assertThat(Rewrapping.finish(sealed)).isTrue();
    assertThat(example.verify(sealed).digest()).isEqualTo(before);

    Files.write(key, newKeyBytes);
    Files.write(newSignature, newSignatureBytes);
    refused(Reason.FilesDoNotMatch, () -> example.verify(sealed));
    assertThat(Rewrapping.finish(sealed)).isTrue();
    assertThat(example.verify(sealed).digest()).isEqualTo(after);
    try (var files = Files.list(sealed)) {
      assertThat(files).hasSize(4);
    }
  }

  @Test
  void whatMakesNoSenseChangesNothing() throws Exception {
    byte[] before = Files.readAllBytes(sealed.resolve("model.key.p7m"));
    String p256 = example.p256Public.keyId();
    String kek = example.kek.keyId();
    List<SealRecipient> there = List.of(example.kek);
    refused(Reason.KeyMalformed, () -> rewrap(example.kek, List.of(), Set.of()));
    refused(Reason.KeyMalformed, () -> rewrap(example.kek, there, Set.of()));
    refused(Reason.KeyMalformed, () -> rewrap(example.kek, List.of(), Set.of("kek:00")));
    refused(Reason.KeyMalformed, () -> rewrap(example.kek, List.of(), Set.of(p256, kek)));
    GeneratedKey other = KeyGeneration.recipient(directory.resolve("other"), RecipientKind.P256);
    refused(
        Reason.KeyMalformed,
        () -> rewrap(example.kek, List.of(open(other), open(other)), Set.of()));
    try (RecipientKey stranger = secret(other)) {
      refused(Reason.KeyDoesNotOpen, () -> rewrap(stranger, List.of(open(other)), Set.of()));
    }
    assertThat(sealed.resolve("model.key.p7m")).hasBinaryContent(before);
    assertThat(example.open(sealed, example.kek)).isEqualTo(MODEL);
  }
}
