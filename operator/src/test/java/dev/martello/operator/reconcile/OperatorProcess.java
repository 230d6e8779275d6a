package dev.martello.operator.reconcile;

import dev.martello.operator.certificates.OperatorAuthority;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** An operator as a process of its own, with its service account's token and nothing else. */
final class OperatorProcess implements AutoCloseable {
  /** As in its image (cli's Workload), with the memory limit of manifests/operator. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:MaxRAM=512m",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:-CreateCoredumpOnCrash",
          "-XX:MaxRAMPercentage=30",
          "-XX:MaxNewSize=24m",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20",
          "-XX:-ShrinkHeapInSteps",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1",
          "-XX:TrimNativeHeapInterval=10000",
          "-XX:+ExitOnOutOfMemoryError");

  private final Process process;
  private final Path log;

  private OperatorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param directory with {@code runtimes} and {@code ca}, as the image's working directory
   * @param more flags of the virtual machine
   */
  static OperatorProcess start(
      KubernetesClient admin,
      String account,
      String name,
      Path directory,
      Map<String, String> environment,
      String... more)
      throws IOException {
    Path kubeconfig = directory.resolve(name + ".kubeconfig");
    Files.writeString(kubeconfig, kubeconfig(admin, account));
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.command().addAll(FLAGS);
    builder.command().addAll(List.of(more));
    builder.command().add("dev.martello.operator.Main");
    builder.environment().keySet().removeIf(key -> key.startsWith("KUBE"));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("HOSTNAME", name);
    builder.environment().put("OPERATOR_NAMESPACE", "martello-system");
    builder.environment().put("HEALTH_PORT", "0");
    builder.environment().putAll(environment);
    return new OperatorProcess(builder.start(), log);
  }

  private static String kubeconfig(KubernetesClient admin, String account) {
    String token =
        admin
            .serviceAccounts()
            .inNamespace("martello-system")
            .withName(account)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(3600L)
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    String authority = admin.getConfiguration().getCaCertData();
    if (authority == null) {
      throw new IllegalStateException("the kubeconfig has no certificate-authority-data");
    }
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s}}]
        users: [{name: u, user: {token: %s}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        current-context: c
        """
        .formatted(
            admin.getConfiguration().getMasterUrl(),
            authority.startsWith("-----")
                ? Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8))
                : authority,
            token);
  }

  /** As the kubelet shows the Secret that the first one has made. */
  static void mountAuthority(KubernetesClient admin, Path directory) throws IOException {
    Map<String, String> items =
        admin
            .secrets()
            .inNamespace("martello-system")
            .withName(OperatorAuthority.SECRET_NAME)
            .require()
            .getData();
    for (Map.Entry<String, String> item : items.entrySet()) {
      Files.write(
          directory.resolve("ca").resolve(item.getKey()),
          Base64.getDecoder().decode(item.getValue()));
    }
  }

  boolean said(String event) {
    return log().contains("\"" + event + "\"");
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** As when its node is lost. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As the kubelet does it; the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
