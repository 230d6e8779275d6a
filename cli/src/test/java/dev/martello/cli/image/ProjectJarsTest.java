package dev.martello.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.martello.cli.Refusal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectJarsTest {
  @TempDir private Path home;

  @Test
  void theModulesOwnJarComesFirst() throws Exception {
    FakeCheckout.in(home);
    assertThat(new ProjectJars(home).of("inference-runtime"))
        .extracting(jar -> jar.getFileName().toString())
        .containsExactly(
            "inference-runtime-1.jar", "netty-4.jar", "onnxruntime-1.28.0.jar", "unused-1.jar");
  }

  @Test
  void aModuleThatIsNotBuiltIsNamed() {
    assertThatThrownBy(() -> new ProjectJars(home).of("operator"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("module operator is not built")
        .hasMessageContaining("mvn package");
  }

  @Test
  void jarsOfTwoVersionsAreNotMixed() throws Exception {
    FakeCheckout.in(home);
    FakeCheckout.jar(home.resolve("operator/target/operator-2.jar"), Map.of("C.class", "c"));
    assertThatThrownBy(() -> new ProjectJars(home).of("operator"))
        .hasMessageContaining("mvn clean package");
  }

  @Test
  void theLauncherSaysWhereTheCheckoutIs() throws Exception {
    assertThat(ProjectJars.ofLauncher(Map.of("martello.home", "/x")).home())
        .isEqualTo(Path.of("/x"));
    assertThatThrownBy(() -> ProjectJars.ofLauncher(Map.of()))
        .hasMessageContaining("cli/target/martello");
  }
}
