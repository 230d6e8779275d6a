package dev.martello.sealedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  @CsvSource({
    "model.sig, 1", "model.sig, 2", "model.sig, 4", "model.sig, 8", "model.sig, 16",
    "model.sig, 32", "model.sig, 64", "model.sig, 128", "manifest.json, 1", "manifest.json, 128",
    "model.key.p7m, 1", "model.key.p7m, 128", "model.onnx.enc, 1", "model.onnx.enc, 128"
  })
  void noFlippedByteOpens(String name, int mask) throws Exception {
    Path file = sealed.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] altered = whole.clone();
      altered[i] ^= (byte) mask;
      Files.write(file, altered);
      Throwable thrown = catchThrowable(() -> example.open(sealed, example.kek));
      assertThat(thrown).as("byte %d of %s", i, name).isInstanceOf(ModelRefused.class);
    }
  }

  @Test
  void noShortenedFileOpens() throws Exception {
    for (String name :
        new String[] {"model.sig", "manifest.json", "model.key.p7m", "model.onnx.enc"}) {
      Path file = sealed.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int length = 0; length < whole.length; length++) {
        Files.write(file, java.util.Arrays.copyOf(whole, length));
        Throwable thrown = catchThrowable(() -> example.open(sealed, example.kek));
        assertThat(thrown).as("%d bytes of %s", length, name).isInstanceOf(ModelRefused.class);
      }
      Files.write(file, whole);
    }
  }
}
