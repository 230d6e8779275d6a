package dev.martello.sealedmodel;

import static dev.martello.sealedmodel.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.sealedmodel.bulk.BulkEncryption;
import dev.martello.sealedmodel.encoding.Sha256;
import dev.martello.sealedmodel.memory.SecretMemory;
import dev.martello.sealedmodel.signature.Bundle;
import dev.martello.sealedmodel.signature.Resource;
import dev.martello.sealedmodel.signature.Statement;
import dev.martello.sealedmodel.wrappedkey.WrappedKeyWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trusted signer who signs something that is wrong in itself. */
class ForgedModelTest {
  private static final byte[] KEY = SealedExample.model(32);

  @TempDir Path directory;
  SealedExample example;
  Path sealed;

  @BeforeEach
  void seal() throws Exception {
    example = new SealedExample(directory);
    sealed = example.seal(SealedExample.model(200_000), "m", "1.0.0");
  }

  /** Seals these bytes under the manifest as it is, for our key-encryption key, and signs. */
  private void forge(byte[] plaintext, byte[] inputKey, String manifest) throws Exception {
    byte[] manifestBytes = manifest.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bulk = new ByteArrayOutputStream();
    BulkEncryption.encrypt(
        new ByteArrayInputStream(plaintext),
        plaintext.length,
        65536,
        inputKey,
        Sha256.of(manifestBytes),
        bulk);
    WrappedKeyWriter writer = new WrappedKeyWriter();
    writer.addKek(example.kek.id(), example.kek.key());
    Files.write(sealed.resolve("manifest.json"), manifestBytes);
    Files.write(sealed.resolve("model.key.p7m"), writer.wrap(KEY));
    Files.write(sealed.resolve("model.onnx.enc"), bulk.toByteArray());
    sign("manifest.json", "model.key.p7m", "model.onnx.enc");
  }

  private void sign(String... names) throws Exception {
    List<Resource> resources = new ArrayList<>();
    for (String name : names) {
      byte[] content = Files.readAllBytes(sealed.resolve(name));
      resources.add(new Resource(name, Sha256.hexOf(content)));
    }
    try (SigningKey key = example.signingKey()) {
      Bundle bundle = Bundle.sign(new Statement(resources), "m", key.signer("").hint(), key::sign);
      Files.write(sealed.resolve("model.sig"), bundle.write());
    }
  }

  private String manifest() throws Exception {
    return Files.readString(sealed.resolve("manifest.json"));
  }

  @Test
  void anotherPlaintextThanTheManifestNames() throws Exception {
    byte[] other = SealedExample.model(200_000);
    other[199_999] ^= 1;
    forge(other, KEY, manifest());
    List<Boolean> zeroed = new ArrayList<>();
    SecretMemory memory = SecretMemory.allocate(200_000, content -> zeroed.add(isZero(content)));
    try (UnlockedModel unlocked = example.verify(sealed).unlock(example.kek)) {
      refused(Reason.PlaintextMismatch, () -> unlocked.open(memory));
    }
    assertThat(zeroed).containsExactly(true);
  }

  @Test
  void whatWasDecryptedBeforeAnAlteredSegmentIsZeroed() throws Exception {
    byte[] bulk = Files.readAllBytes(sealed.resolve("model.onnx.enc"));
    bulk[bulk.length - 1] ^= 1;
    Files.write(sealed.resolve("model.onnx.enc"), bulk);
    List<Boolean> zeroed = new ArrayList<>();
    SecretMemory memory = SecretMemory.allocate(200_000, content -> zeroed.add(isZero(content)));
    try (UnlockedModel unlocked = example.verify(sealed).unlock(example.kek)) {
      refused(Reason.CiphertextAltered, () -> unlocked.open(memory));
    }
    assertThat(zeroed).containsExactly(true);
  }

  private static boolean isZero(java.lang.foreign.MemorySegment content) {
    for (long i = 0; i < content.byteSize(); i++) {
      if (content.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i) != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aContentKeyThatIsNotTheBulks() throws Exception {
    forge(SealedExample.model(200_000), new byte[32], manifest());
    refused(Reason.CiphertextAltered, () -> example.open(sealed, example.kek));
  }

  @Test
  void aManifestThatIsNoneThoughSigned() throws Exception {
    forge(SealedExample.model(200_000), KEY, "{}");
    refused(Reason.ManifestInvalid, () -> example.verify(sealed));
  }

  @Test
  void aWrappedKeyThatIsNoneThoughSigned() throws Exception {
    Files.write(sealed.resolve("model.key.p7m"), new byte[] {0x30, 0});
    sign("manifest.json", "model.key.p7m", "model.onnx.enc");
    refused(Reason.FileMalformed, () -> example.verify(sealed));
  }

  @Test
  void otherFilesThanTheThree() throws Exception {
    sign("manifest.json", "model.key.p7m");
    refused(Reason.FilesDoNotMatch, () -> example.verify(sealed));
    Files.writeString(sealed.resolve("more"), "x");
    sign("manifest.json", "model.key.p7m", "model.onnx.enc", "more");
    refused(Reason.FilesDoNotMatch, () -> example.verify(sealed));
    sign("manifest.json", "manifest.json", "model.key.p7m");
    refused(Reason.FilesDoNotMatch, () -> example.verify(sealed));
  }
}
