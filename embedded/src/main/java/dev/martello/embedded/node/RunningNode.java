package dev.martello.embedded.node;

import io.fabric8.kubernetes.client.KubernetesClient;

/** The node at work: its Node object and the loop that looks after pods. */
public final class RunningNode implements AutoCloseable {
  private final ClusterLoop loop;
  private boolean closed;

  private RunningNode(ClusterLoop loop) {
    this.loop = loop;
  }

  /** Registers the Node object and starts the loop. */
  public static RunningNode start(KubernetesClient client, NodeOptions options) {
    NodeObject.register(client);
    return new RunningNode(ClusterLoop.start(client, options));
  }

  /** Ends all pods; returns when their processes and directories are gone. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      loop.close();
    }
  }
}
