package dev.martello.operator.reconcile;

import dev.martello.embedded.EmbeddedApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The operator in this process, and the embedded API server on which it works. */
final class EmbeddedLoop implements AutoCloseable {
  private final Path directory;
  private final Duration interval;
  private final EmbeddedApiServer server;
  private final KubernetesClient client;
  private final Cluster cluster;
  private RunningOperator operator;

  EmbeddedLoop(Path directory) throws Exception {
    this(directory, Duration.ofSeconds(300));
  }

  /**
   * @param interval of looking again
   */
  EmbeddedLoop(Path directory, Duration interval) throws Exception {
    this.directory = directory;
    this.interval = interval;
    this.server = EmbeddedApiServer.start();
    this.client = server.newClient();
    this.cluster = new Cluster(server.client());
    cluster.install();
    startOperator();
  }

  void startOperator() throws Exception {
    Path runtimes = Files.createDirectories(directory.resolve("runtimes"));
    Files.writeString(runtimes.resolve("default"), Cluster.IMAGE + "\n");
    OperatorSettings settings =
        new OperatorSettings("martello-system", runtimes, directory.resolve("ca"), interval, 0);
    operator =
        RunningOperator.start(
            client, settings, Map.of(), new PrintStream(PrintStream.nullOutputStream()));
  }

  Cluster cluster() {
    return cluster;
  }

  KubernetesClient client() {
    return client;
  }

  RunningOperator operator() {
    return operator;
  }

  @Override
  public void close() {
    operator.close();
    client.close();
    server.close();
  }
}
