package dev.martello.operator.reconcile;

import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** An operator as a process of its own, with its service account's token and nothing else. */
final class OperatorProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private OperatorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param directory with {@code runtimes} and {@code ca}, as the image's working directory
   */
  static OperatorProcess start(
      KubernetesClient admin,
      String account,
      String name,
      Path directory,
      Map<String, String> environment)
      throws IOException {
    Path kubeconfig = directory.resolve(name + ".kubeconfig");
    Files.writeString(kubeconfig, kubeconfig(admin, account));
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.martello.operator.Main")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
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
