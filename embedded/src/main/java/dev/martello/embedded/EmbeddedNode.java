package dev.martello.embedded;

import dev.martello.embedded.node.NodeOptions;
import dev.martello.embedded.node.RunningNode;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The one node of an embedded cluster: a Node object named {@code embedded}, and child processes on
 * loopback addresses in place of containers. Closing it, or ending this Java process, ends every
 * pod and deletes its directory.
 */
public final class EmbeddedNode implements AutoCloseable {
  private final RunningNode node;
  private final Thread hook;

  private EmbeddedNode(RunningNode node) {
    this.node = node;
    this.hook = new Thread(node::close, "embedded node, ending");
  }

  /**
   * Registers the node and starts to run what Deployments ask for.
   *
   * @param client of the API server; stays open as long as the node
   */
  public static EmbeddedNode start(KubernetesClient client, NodeOptions options) {
    EmbeddedNode started = new EmbeddedNode(RunningNode.start(client, options));
    Runtime.getRuntime().addShutdownHook(started.hook);
    return started;
  }

  @Override
  public void close() {
    node.close();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The process is ending, so the hook runs or has run; closing twice does no harm.
    }
  }
}
