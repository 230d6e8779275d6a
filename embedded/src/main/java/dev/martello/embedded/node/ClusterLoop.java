package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the whole cluster again whenever something in it changed. A cluster this small is read
 * anew each time, so that no pass ever acts on a stale cache.
 */
final class ClusterLoop implements AutoCloseable {
  private static final long LOOK_ANYWAY_SECONDS = 2;

  private final KubernetesClient client;
  private final BlockingQueue<String> signals = new ArrayBlockingQueue<>(1);
  private final DeploymentPass deployments;
  private final ServicePass services;
  private final PodPass pods;
  private final List<SharedIndexInformer<?>> informers;
  private final Thread thread;

  private ClusterLoop(KubernetesClient client, NodeOptions options) {
    this.client = client;
    this.deployments = new DeploymentPass(client);
    this.services = new ServicePass(client);
    this.pods = new PodPass(NodeServices.of(client, options), this::signal);
    this.informers =
        List.of(
            client.apps().deployments().inAnyNamespace().inform(signaller()),
            client.services().inAnyNamespace().inform(signaller()),
            client.pods().inAnyNamespace().inform(signaller()));
    this.thread = Thread.ofPlatform().name("embedded node").daemon().unstarted(this::loop);
  }

  static ClusterLoop start(KubernetesClient client, NodeOptions options) {
    ClusterLoop loop = new ClusterLoop(client, options);
    loop.thread.start();
    return loop;
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
    thread.interrupt();
    try {
      thread.join();
      pods.stopAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        signals.poll(LOOK_ANYWAY_SECONDS, TimeUnit.SECONDS);
        look();
      } catch (InterruptedException closed) {
        return;
      } catch (KubernetesClientException e) {
        // Something went or changed under a pass: the next look sees it as it is.
        NodeLog.LOG.fine(() -> "looking again: " + e.getMessage());
      }
    }
  }

  private void look() {
    List<Pod> before = client.pods().inAnyNamespace().list().getItems();
    for (Deployment deployment : client.apps().deployments().inAnyNamespace().list().getItems()) {
      if (deployment.getMetadata().getDeletionTimestamp() == null) {
        deployments.run(deployment, before);
      }
    }
    List<Pod> after = client.pods().inAnyNamespace().list().getItems();
    pods.run(after);
    for (Service service : client.services().inAnyNamespace().list().getItems()) {
      services.run(service, after);
    }
  }

  private void signal() {
    signals.offer("changed");
  }

  private <T extends HasMetadata> ResourceEventHandler<T> signaller() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        signal();
      }

      @Override
      public void onUpdate(T before, T after) {
        signal();
      }

      @Override
      public void onDelete(T object, boolean unknown) {
        signal();
      }
    };
  }
}
