package dev.martello.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadCommandTest {
  @TempDir private Path temporary;

  @AfterEach
  void forgetCheckout() {
    System.clearProperty("martello.home");
  }

  @Test
  void withoutTheLauncherTheCheckoutIsNotKnown() {
    var refused = Invocation.of("image", "runtime", "--to", "dir:" + temporary.resolve("tree"));
    assertThat(refused.refusal()).contains("martello.home");
  }

  @Test
  void wrongBasesAndProcessorsAreWrongUsage() {
    var base = Invocation.of("image", "runtime", "--to", "oci:x", "--base", "debian:12");
    assertThat(base.exitCode()).isEqualTo(2);
    assertThat(base.err()).contains("--base").contains("no digest");
    var arch = Invocation.of("image", "operator", "--to", "oci:x", "--arch", "arm64");
    assertThat(arch.exitCode()).isEqualTo(2);
    assertThat(arch.err()).contains("--arch").contains("arm64");
  }
}
