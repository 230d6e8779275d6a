package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.martello.sealedmodel.signature.Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flips every byte of every file of a small sealed model: it never opens, and never surprises. */
class AlteredBytesTest {
  @TempDir Path directory;
  SealedExample example;
  Path sealed;

  @BeforeEach
  void seal() throws Exception {
    example = new SealedExample(directory);
    sealed = example.seal(SealedExample.model(60), "m", "1.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.sig", "manifest.json", "model.key.p7m", "model.onnx.enc"})
  void noFlippedByteOpens(String name) throws Exception {
    Path file = sealed.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] altered = whole.clone();
      altered[i] ^= 1;
      Files.write(file, altered);
      Throwable thrown = catchThrowable(() -> example.open(sealed, example.kek));
      assertThat(thrown).as("byte %d of %s", i, name).isInstanceOf(ModelRefused.class);
    }
  }

  /** Of model.sig only a part is signed, so the rest must have one form: no bit may say nothing. */
  @Test
  void noFlippedBitOfTheSignatureFileGoesUnnoticed() throws Exception {
    byte[] whole = Files.readAllBytes(sealed.resolve("model.sig"));
    assertThat(Bundle.parse(whole, "f").write()).isEqualTo(whole);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] altered = whole.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        Bundle other = Bundle.parse(altered, "f");
        assertThat(other.write()).as("bit %d", bit).isNotEqualTo(whole);
      } catch (ModelRefused e) {
        assertThat(e.reason()).isEqualTo(Reason.FileMalformed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.sig", "manifest.json", "model.key.p7m", "model.onnx.enc"})
  void noShortenedFileOpens(String name) throws Exception {
    Path file = sealed.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 1 + whole.length / 100) {
      Files.write(file, Arrays.copyOf(whole, length));
      Throwable thrown = catchThrowable(() -> example.open(sealed, example.kek));
      assertThat(thrown).as("%d bytes of %s", length, name).isInstanceOf(ModelRefused.class);
    }
  }
}
