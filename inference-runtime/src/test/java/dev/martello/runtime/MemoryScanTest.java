package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.OpeningSecrets;
import dev.martello.runtime.testkit.ProcessMemory;
import dev.martello.runtime.testkit.ProcessMemory.Found;
import dev.martello.runtime.testkit.ProcessMemory.Wanted;
import dev.martello.runtime.testkit.TestClient;
import dev.martello.sealedmodel.RecipientKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What root sees in the memory of a serving process: the weights once, in ONNX Runtime, and none of
 * the secrets that opened them. Linux only, and only for who may read another process's memory.
 */
class MemoryScanTest {
  private static final int WEIGHTS = 2_000_000;
  private static final int WINDOW = 48;

  /** Those of the image (cli: Workload), and the heap of a pod with 384 MiB. */
  static final List<String> POD_OPTIONS =
      List.of(
          "-XX:-UsePerfData",
          "-XX:MinHeapFreeRatio=0",
          "-XX:MaxHeapFreeRatio=0",
          "-XX:-ShrinkHeapInSteps",
          "-Xms8m",
          "-Xmx96m");

  @TempDir Path directory;

  @Test
  void theWeightsAreThereOnceAndNoSecretIs() throws Exception {
    byte[] onnx = OnnxModels.table(WEIGHTS);
    TestPod pod = new TestPod(directory, onnx);
    ProcessBuilder builder = pod.process(pod.arguments());
    builder.command().addAll(1, POD_OPTIONS);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile()).start();
    try (TestClient kubelet = pod.management(pod.operatorIdentity())) {
      ProcessMemory memory = new ProcessMemory(process.pid());
      MainProcessTest.awaitReady(process, kubelet);
      assumeTrue(
          memory.isReadable(),
          "skipped: only root (CAP_SYS_PTRACE) on Linux reads another process's memory");
      List<Wanted> wanted =
          new ArrayList<>(
              OpeningSecrets.of(
                  RecipientKind.P256,
                  pod.root.resolve("key/martello.key"),
                  pod.root.resolve("model")));
      List<Wanted> windows = weights(onnx);
      wanted.addAll(windows);
      wanted.add(OtherKindsMemoryScanTest.control(pod));
      Map<String, List<Found>> found = new TreeMap<>();
      for (Found one : memory.find(wanted)) {
        found.computeIfAbsent(one.name(), name -> new ArrayList<>()).add(one);
      }
      for (Wanted window : windows) {
        assertThat(found.get(window.name())).as(window.name()).hasSize(1);
      }
      windows.forEach(window -> found.remove(window.name()));
      assertThat(found.remove("control")).as("what the Java heap surely holds").isNotEmpty();
      assertThat(found).isEmpty();
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  /** Pieces from all over the file, so that a part that is left behind shows too. */
  private static List<Wanted> weights(byte[] onnx) {
    List<Wanted> windows = new ArrayList<>();
    for (int at = 4096; at + WINDOW < onnx.length; at += 16 * 1024) {
      windows.add(new Wanted("weights at " + at, Arrays.copyOfRange(onnx, at, at + WINDOW)));
    }
    return windows;
  }
}
