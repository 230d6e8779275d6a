package dev.martello.cli.image.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.cli.Refusal;
import dev.martello.cli.image.FakeCheckout;
import dev.martello.cli.image.UserCache;
import dev.martello.cli.image.content.ImageFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeJarTest {
  @TempDir private Path temporary;
  private Path file;

  @BeforeEach
  void makeJar() throws Exception {
    file = temporary.resolve("onnxruntime-1.28.0.jar");
    FakeCheckout.onnxRuntime(file);
  }

  private OnnxRuntimeJar jar(String cache) {
    return new OnnxRuntimeJar(file, new UserCache(temporary.resolve(cache)));
  }

  @Test
  void theLibrariesOfOnePlatformBecomeFiles() throws Exception {
    var layer = jar("cache").layer("linux-x64");
    assertThat(layer.files())
        .extracting(ImageFile::path)
        .containsExactly(
            "/opt/onnxruntime/ThirdPartyNotices.txt",
            "/opt/onnxruntime/libonnxruntime.so",
            "/opt/onnxruntime/libonnxruntime4j_jni.so");
    assertThat(layer.files().get(1).source()).hasContent("runtime linux-x64");
  }

  @Test
  void theClassesAloneAreTheSameBytesEachTime() throws Exception {
    var first = jar("one").classes();
    var second = jar("two").classes();
    assertThat(first).hasFileName("onnxruntime-1.28.0.jar").hasSameBinaryContentAs(second);
    try (var zip = new ZipFile(first.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("ThirdPartyNotices.txt", "ai/onnxruntime/OrtSession.class");
    }
  }

  @Test
  void aPlatformWithoutLibrariesIsRefusedAndLeavesNothingInTheCache() throws Exception {
    assertThatThrownBy(() -> jar("cache").layer("linux-riscv64"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("linux-riscv64");
    try (var left = Files.list(temporary.resolve("cache/onnxruntime"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void isKnownByItsName() {
    assertThat(OnnxRuntimeJar.is(Path.of("lib/onnxruntime-1.28.0.jar"))).isTrue();
    assertThat(OnnxRuntimeJar.is(Path.of("lib/onnxruntime-extensions-1.0.jar"))).isFalse();
  }
}
