package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.OpeningSecrets;
import dev.martello.runtime.testkit.ProcessMemory;
import dev.martello.runtime.testkit.ProcessMemory.Found;
import dev.martello.runtime.testkit.ProcessMemory.Wanted;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.sealedmodel.KeyGeneration;
import dev.martello.sealedmodel.RecipientKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * As {@link MemoryScanTest}, for the secrets of every other kind of recipient and a small model.
 */
class OtherKindsMemoryScanTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "P256")
  void noSecretIsThereOnceThePodServes(RecipientKind kind) throws Exception {
    TestPod pod = new TestPod(directory, OnnxModels.table(10_000));
    List<Path> files = KeyGeneration.recipient(directory.resolve("made"), kind).files();
    Path key = pod.root.resolve("key/martello.key");
    pod.sealFor(files.getLast(), OnnxModels.table(10_000));
    Files.copy(files.getFirst(), key, StandardCopyOption.REPLACE_EXISTING);
    ProcessBuilder builder = pod.process(pod.arguments());
    builder.command().addAll(1, MemoryScanTest.POD_OPTIONS);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile()).start();
    try (TestClient kubelet = pod.management(pod.operatorIdentity())) {
      ProcessMemory memory = new ProcessMemory(process.pid());
      MainProcessTest.awaitReady(process, kubelet);
      assumeTrue(
          memory.isReadable(),
          "skipped: only root (CAP_SYS_PTRACE) on Linux reads another process's memory");
      List<Wanted> wanted =
          new ArrayList<>(OpeningSecrets.of(kind, key, pod.root.resolve("model")));
      wanted.add(control(pod));
      List<Found> found = memory.find(wanted);
      assertThat(found).anyMatch(one -> one.name().equals("control"));
      assertThat(found).filteredOn(one -> !one.name().equals("control")).isEmpty();
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** No secret: the ciphertext's digest, which the verified model keeps as a string. */
  static Wanted control(TestPod pod) throws Exception {
    byte[] bulk = Files.readAllBytes(pod.root.resolve("model/model.onnx.enc"));
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bulk));
    return new Wanted("control", digest.getBytes(StandardCharsets.US_ASCII));
  }
}
