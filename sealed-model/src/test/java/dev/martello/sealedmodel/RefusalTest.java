package dev.martello.sealedmodel;

import static dev.martello.sealedmodel.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.keys.P256;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that can be wrong with a sealed model, and the reason it is refused with. */
class RefusalTest {
  @TempDir Path directory;
  SealedExample example;
  Path sealed;

  @BeforeEach
  void seal() throws Exception {
    example = new SealedExample(directory);
    sealed = example.seal(SealedExample.model(150_000), "mine", "1.0.0");
  }

  private ModelRefused verifyRefused(Reason reason) {
    return refused(reason, () -> example.verify(sealed));
  }

  private void expectRefused(Reason reason, Expected expected) {
    refused(reason, () -> UnverifiedModel.read(sealed).verify(List.of(example.signer), expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "model.key.p7m", "model.onnx.enc", "model.sig"})
  void aMissingFile(String name) throws Exception {
    Files.delete(sealed.resolve(name));
    assertThat(verifyRefused(Reason.FileMissing)).hasMessageContaining(name);
    Files.createDirectory(sealed.resolve(name));
    assertThat(verifyRefused(Reason.FileMalformed)).hasMessageContaining(name);
  }

  @Test
  void aMissingDirectory() {
    refused(Reason.FileMissing, () -> UnverifiedModel.read(directory.resolve("nowhere")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "model.key.p7m", "model.sig"})
  void aSmallFileThatIsTooLarge(String name) throws Exception {
    Files.write(sealed.resolve(name), new byte[1024 * 1024 + 1]);
    assertThat(verifyRefused(Reason.TooLarge)).hasMessageContaining(name);
  }

  @Test
  void aSignerWhoIsNotTrusted() throws Exception {
    Signer other = new Signer("other", (ECPublicKey) P256.generate().getPublic());
    UnverifiedModel model = UnverifiedModel.read(sealed);
    ModelRefused refused =
        refused(Reason.SignerUnknown, () -> model.verify(List.of(other), Expected.anything()));
    assertThat(refused).hasMessageContaining("other");
    refused(Reason.SignerUnknown, () -> model.verify(List.of(), Expected.anything()));
    assertThat(model.verify(List.of(other, example.signer), Expected.anything()).signer())
        .isEqualTo(example.signer);
  }

  @Test
  void aSignatureThatDoesNotHold() throws Exception {
    Path other = example.seal(SealedExample.model(10), "other", "1.0.0");
    String ours = Files.readString(sealed.resolve("model.sig"));
    String theirs = Files.readString(other.resolve("model.sig"));
    String theirSignature = theirs.replaceAll(".*\"sig\":\"([^\"]+)\".*", "$1");
    Files.writeString(
        sealed.resolve("model.sig"),
        ours.replaceAll("\"sig\":\"[^\"]+\"", "\"sig\":\"" + theirSignature + "\""));
    verifyRefused(Reason.SignatureInvalid);
  }

  @Test
  void anotherName() {
    expectRefused(
        Reason.NameMismatch,
        new Expected(Optional.of("yours"), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @Test
  void anOlderVersion() {
    expectRefused(
        Reason.VersionTooOld,
        new Expected(
            Optional.empty(),
            Optional.of(SemVer.parse("1.0.1")),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void anotherDigest() {
    expectRefused(
        Reason.DigestMismatch,
        new Expected(
            Optional.empty(),
            Optional.empty(),
            Optional.of("sha256:" + "0".repeat(64)),
            Optional.empty()));
  }

  @Test
  void anotherFormat() {
    expectRefused(
        Reason.FormatMismatch,
        new Expected(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(ModelFormat.ORT)));
  }

  @Test
  void aBulkOfAnotherLengthIsRefusedBeforeAnyKeyIsTouched() throws Exception {
    Path bulk = sealed.resolve("model.onnx.enc");
    try (RandomAccessFile file = new RandomAccessFile(bulk.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }
    verifyRefused(Reason.CiphertextAltered);
    Files.write(bulk, new byte[0]);
    verifyRefused(Reason.CiphertextAltered);
  }

  @Test
  void aBulkThatShrinksOrGrowsAfterVerifying() throws Exception {
    Path bulk = sealed.resolve("model.onnx.enc");
    byte[] whole = Files.readAllBytes(bulk);
    try (UnlockedModel unlocked = example.verify(sealed).unlock(example.kek)) {
      for (int length : new int[] {0, 39, 40, 65536, whole.length - 1, whole.length + 1}) {
        Files.write(bulk, java.util.Arrays.copyOf(whole, length));
        refused(Reason.CiphertextAltered, unlocked::open);
      }
      Files.delete(bulk);
      refused(Reason.FileMissing, unlocked::open);
    }
  }

  @Test
  void aKeyItWasNotSealedFor() throws Exception {
    VerifiedModel verified = example.verify(sealed);
    KeyGeneration.p256Recipient(directory.resolve("stranger"));
    byte[] pem = Files.readAllBytes(directory.resolve("stranger/recipient.key.pem"));
    try (RecipientKey stranger = RecipientKey.parse(pem, "stranger")) {
      ModelRefused refused = refused(Reason.KeyDoesNotOpen, () -> verified.unlock(stranger));
      assertThat(refused).hasMessageContaining(stranger.keyId());
      assertThat(refused).hasMessageContaining(example.kek.keyId());
    }
    try (KeyEncryptionKey stranger = new KeyEncryptionKey(new byte[16], new byte[32])) {
      refused(Reason.KeyDoesNotOpen, () -> verified.unlock(stranger));
    }
  }

  @Test
  void aKeyEncryptionKeyWithTheRightIdAndAnotherKey() throws Exception {
    VerifiedModel verified = example.verify(sealed);
    try (KeyEncryptionKey wrong = new KeyEncryptionKey(example.kek.id(), new byte[32])) {
      refused(Reason.KeyDoesNotOpen, () -> verified.unlock(wrong));
    }
  }

  @Test
  void partsOfTwoModelsByTheSameSigner() throws Exception {
    byte[] sameLength = SealedExample.model(150_000);
    sameLength[0] ^= 1;
    Path other = example.seal(sameLength, "mine", "1.0.1");
    List<String> names = List.of("manifest.json", "model.key.p7m", "model.onnx.enc", "model.sig");
    for (int mix = 1; mix < 15; mix++) { // every choice of files but all ours or all theirs
      Path mixed = Files.createDirectory(directory.resolve("mixed-" + mix));
      for (int i = 0; i < names.size(); i++) {
        Path from = (mix >> i & 1) == 0 ? sealed : other;
        Files.copy(from.resolve(names.get(i)), mixed.resolve(names.get(i)));
      }
      boolean onlyBulkIsForeign = mix == 4 || mix == 11;
      refused(
          onlyBulkIsForeign ? Reason.CiphertextAltered : Reason.FilesDoNotMatch,
          () -> example.open(mixed, example.kek));
    }
  }
}
