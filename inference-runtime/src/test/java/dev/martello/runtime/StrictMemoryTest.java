package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.testkit.Keys;
import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.ProcessMemory;
import dev.martello.runtime.testkit.ProcessMemory.Found;
import dev.martello.runtime.testkit.ProcessMemory.Wanted;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.sealedmodel.Expected;
import dev.martello.sealedmodel.OpenedModel;
import dev.martello.sealedmodel.Signer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in ONNX Runtime's own format is served from where it was decrypted to. */
class StrictMemoryTest {
  private static final int WINDOW = 48;

  @TempDir Path directory;

  @Test
  void itAnswersAsTheOnnxModelDoes() throws Exception {
    String request =
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[1,2,3]}]}";
    String copied;
    try (TestPod pod = new TestPod(directory.resolve("a"), OnnxModels.linear()).start();
        TestClient client = pod.client()) {
      copied = client.post("/v2/models/linear/infer", request).body();
    }
    TestPod pod = new TestPod(directory.resolve("b"), OnnxModels.linear());
    pod.sealOrt(OnnxModels.linear());
    demandStrict(pod);
    try (pod;
        TestClient client = pod.start().client()) {
      assertThat(client.post("/v2/models/linear/infer", request).body()).isEqualTo(copied);
    }
  }

  @Test
  void itIsWipedAfterTheSession() throws Exception {
    TestPod pod = new TestPod(directory, OnnxModels.linear());
    pod.sealOrt(OnnxModels.linear());
    OpenedModel plaintext;
    try (LoadedModel model =
        LoadedModel.load(
            directory.resolve("model"),
            List.of(Signer.fromPem("data-science", Keys.publicPem(pod.signer))),
            Expected.anything(),
            () -> KeyFile.read(directory.resolve("key/martello.key")))) {
      plaintext = model.inPlace().orElseThrow();
      assertThat(plaintext.plaintext().limit()).isPositive();
    }
    assertThatIllegalStateException().isThrownBy(() -> plaintext.plaintext().get());
  }

  /** Linux only, and only for who may read another process's memory. */
  @Test
  void theWeightsAreThereOnce() throws Exception {
    TestPod pod = new TestPod(directory, OnnxModels.linear());
    byte[] ort = pod.sealOrt(OnnxModels.table(500_000));
    demandStrict(pod);
    Process process =
        pod.process(pod.arguments())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    try (TestClient kubelet = pod.management(pod.operatorIdentity())) {
      ProcessMemory memory = new ProcessMemory(process.pid());
      MainProcessTest.awaitReady(process, kubelet);
      assumeThat(memory.isReadable())
          .as("skipped: only root (CAP_SYS_PTRACE) on Linux reads another process's memory")
          .isTrue();
      List<Wanted> windows = new ArrayList<>();
      for (int at = 4096; at + WINDOW < ort.length; at += 16 * 1024) {
        windows.add(new Wanted("weights at " + at, Arrays.copyOfRange(ort, at, at + WINDOW)));
      }
      assertThat(windows).hasSizeGreaterThan(100);
      List<Found> found = memory.find(windows);
      assertThat(found)
          .extracting(Found::name)
          .containsExactlyInAnyOrderElementsOf(windows.stream().map(Wanted::name).toList());
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  private static void demandStrict(TestPod pod) {
    pod.settings.putObject("model").put("name", TestPod.NAME).put("memory", "strict");
  }
}
