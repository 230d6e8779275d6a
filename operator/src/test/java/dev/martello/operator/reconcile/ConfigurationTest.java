package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private static final String IMAGE = "registry.example.com/runtime@sha256:" + "a".repeat(64);

  @TempDir Path directory;

  @Test
  void defaultsAreTheContracts() throws Exception {
    OperatorSettings settings =
        OperatorSettings.fromEnvironment(Map.of("OPERATOR_NAMESPACE", "martello-system"));
    assertThat(settings)
        .isEqualTo(
            new OperatorSettings(
                "martello-system",
                Path.of("runtimes"),
                Path.of("ca"),
                Duration.ofSeconds(300),
                8081));
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThatThrownBy(
            () ->
                OperatorSettings.fromEnvironment(
                    Map.of("EVIDENCE_INTERVAL", "3600", "HEALTH_PORT", "http")))
        .isInstanceOf(ConfigurationRefused.class)
        .hasMessageContaining("OPERATOR_NAMESPACE is not set")
        .hasMessageContaining("EVIDENCE_INTERVAL is '3600'; give a number from 15 to 300")
        .hasMessageContaining("HEALTH_PORT is 'http'");
  }

  @Test
  void scopeAndElectionAreRead() throws Exception {
    OperatorSettings settings =
        OperatorSettings.fromEnvironment(
            Map.of(
                "OPERATOR_NAMESPACE", "martello-system",
                "WATCH_NAMESPACE", "models",
                "OPERATOR_CLASS", "blue",
                "LEADER_ELECTION", "true",
                "HOSTNAME", "martello-operator-0"));
    assertThat(settings.scope().watched()).contains("models");
    assertThat(settings.scope().operatorClass()).contains("blue");
    assertThat(settings.leaderIdentity()).get().asString().startsWith("martello-operator-0_");
    assertThatThrownBy(
            () ->
                OperatorSettings.fromEnvironment(
                    Map.of("OPERATOR_NAMESPACE", "o", "LEADER_ELECTION", "yes")))
        .hasMessageContaining("LEADER_ELECTION is 'yes'; give true or false");
  }

  @Test
  void runtimesAreReadAnew() throws Exception {
    Files.writeString(directory.resolve("default"), IMAGE + "\n");
    Files.createDirectory(directory.resolve("..data"));
    RuntimeImages runtimes = RuntimeImages.open(directory);
    assertThat(runtimes.current()).containsOnly(Map.entry("default", IMAGE));

    Files.writeString(directory.resolve("small"), IMAGE);
    assertThat(runtimes.current()).containsOnlyKeys("default", "small");
  }

  @Test
  void lastListStandsWhileTheDirectoryIsReplaced() throws Exception {
    Path list = Files.createDirectory(directory.resolve("list"));
    Files.writeString(list.resolve("default"), IMAGE);
    RuntimeImages runtimes = RuntimeImages.open(list);
    Files.delete(list.resolve("default"));
    Files.delete(list);
    assertThat(runtimes.current()).containsOnlyKeys("default");
  }

  @Test
  void refusesNoListAnEmptyOneAndAnImageWithoutDigest() throws Exception {
    assertThatThrownBy(() -> RuntimeImages.open(directory.resolve("absent")))
        .isInstanceOf(ConfigurationRefused.class)
        .hasMessageContaining("mount the ConfigMap martello-runtimes");
    assertThatThrownBy(() -> RuntimeImages.open(directory))
        .isInstanceOf(ConfigurationRefused.class)
        .hasMessageContaining("no runtime image is listed");
    Files.writeString(directory.resolve("default"), "registry.example.com/runtime:latest");
    assertThatThrownBy(() -> RuntimeImages.open(directory))
        .isInstanceOf(ConfigurationRefused.class)
        .hasMessageContaining("default: 'registry.example.com/runtime:latest'")
        .hasMessageContaining("@sha256:");
  }
}
