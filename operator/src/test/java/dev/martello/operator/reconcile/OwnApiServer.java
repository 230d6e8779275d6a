package dev.martello.operator.reconcile;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kube-apiserver and an etcd of the test's own, which it may kill. They are looked for on PATH.
 */
final class OwnApiServer implements AutoCloseable {
  private static final String TOKEN = "test-only";

  private final Path directory;
  private final int port = freePort();
  private final int etcdPort = freePort();
  private final Process etcd;
  private @Nullable Process server;

  static boolean canRun() {
    return binary("kube-apiserver").isPresent() && binary("etcd").isPresent();
  }

  OwnApiServer(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
    this.directory = directory;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair accounts = generator.generateKeyPair();
    pem("accounts.key", "PRIVATE KEY", accounts.getPrivate().getEncoded());
    pem("accounts.pub", "PUBLIC KEY", accounts.getPublic().getEncoded());
    Files.writeString(directory.resolve("tokens"), TOKEN + ",admin,admin,\"system:masters\"\n");
    String clients = "http://127.0.0.1:" + etcdPort;
    String peers = "http://127.0.0.1:" + freePort();
    etcd =
        begin(
            "etcd",
            "--data-dir=" + directory.resolve("etcd"),
            "--unsafe-no-fsync",
            "--log-level=error",
            "--listen-client-urls=" + clients,
            "--advertise-client-urls=" + clients,
            "--listen-peer-urls=" + peers,
            "--initial-advertise-peer-urls=" + peers,
            "--initial-cluster=default=" + peers);
    start();
  }

  int port() {
    return port;
  }

  /** Returns when it answers. */
  void start() throws IOException, InterruptedException {
    server =
        begin(
            "kube-apiserver",
            "--etcd-servers=http://127.0.0.1:" + etcdPort,
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            "--secure-port=" + port,
            "--cert-dir=" + directory.resolve("certificate"),
            "--token-auth-file=" + directory.resolve("tokens"),
            "--service-account-key-file=" + directory.resolve("accounts.pub"),
            "--service-account-signing-key-file=" + directory.resolve("accounts.key"),
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-cluster-ip-range=198.18.0.0/20",
            "--authorization-mode=RBAC",
            // No controllers make service accounts here.
            "--disable-admission-plugins=ServiceAccount");
    long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!answers()) {
      if (System.nanoTime() > end || !server.isAlive()) {
        throw new IllegalStateException(
            "kube-apiserver does not answer: "
                + Files.readString(directory.resolve("kube-apiserver.log")));
      }
      Thread.sleep(200);
    }
  }

  /** As when its machine is lost. */
  void kill() throws InterruptedException {
    if (server != null) {
      server.destroyForcibly().waitFor();
    }
  }

  private boolean answers() throws IOException {
    if (!Files.exists(directory.resolve("certificate/apiserver.crt"))) {
      return false;
    }
    try (KubernetesClient client = client(port)) {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException notYet) {
      return false;
    }
  }

  /** An administrator's. */
  KubernetesClient client(int atPort) throws IOException {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + atPort)
                .withCaCertData(
                    Base64.getEncoder()
                        .encodeToString(
                            Files.readAllBytes(directory.resolve("certificate/apiserver.crt"))))
                .withOauthToken(TOKEN)
                .build())
        .build();
  }

  private Process begin(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(binary(name).orElseThrow().toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve(name + ".log").toFile()))
        .start();
  }

  private void pem(String file, String type, byte[] der) throws IOException {
    Files.writeString(
        directory.resolve(file),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(type, Base64.getMimeEncoder().encodeToString(der), type));
  }

  private static Optional<Path> binary(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    Optional.ofNullable(server).ifPresent(Process::destroyForcibly);
    etcd.destroyForcibly();
  }
}
