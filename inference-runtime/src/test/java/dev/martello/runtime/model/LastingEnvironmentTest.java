package dev.martello.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.testkit.OnnxModels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A model's first run while Java shuts down, in a process of its own: without the reference that is
 * kept it ends with "Attempt to use DefaultLogger but none has been registered".
 */
class LastingEnvironmentTest {
  private static final int SURVIVED = 42;

  @Test
  void aModelRunsWhileJavaShutsDown() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LastingEnvironmentTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(SURVIVED);
  }

  public static void main(String[] arguments) throws Exception {
    byte[] model = OnnxModels.wide(64);
    OnnxSession session =
        OnnxSession.open(ByteBuffer.allocateDirect(model.length).put(model).flip());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> runLate(session)));
    System.exit(0);
  }

  private static void runLate(OnnxSession session) {
    try {
      Thread.sleep(500); // hooks run side by side: ONNX Runtime's has ended by then
      Runtime.getRuntime().halt(WarmUp.run(session) ? SURVIVED : 1);
    } catch (InterruptedException e) {
      Runtime.getRuntime().halt(2);
    }
  }
}
