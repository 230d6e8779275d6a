package dev.martello.operator.cluster;

import dev.martello.crds.ModelDeployment;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The framework (5.3.2) keeps what it wrote until the watch shows it. Where the watch was quicker
 * than the API server's answer it keeps it for ever, one object as large as all that is kept of a
 * deployment: so some time after a write it is told once more what the watch has shown.
 */
public final class Echoes implements AutoCloseable {
  /** An event that is later than that begins one round more, no worse. */
  private static final Duration LATER = Duration.ofSeconds(10);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("echoes").factory());
  private final ItemStore<ModelDeployment> deployments;

  /**
   * @param deployments what the watch has shown
   */
  public Echoes(ItemStore<ModelDeployment> deployments) {
    this.deployments = deployments;
  }

  /** What the watch shows, for the informer of deployments to keep. */
  public ItemStore<ModelDeployment> deployments() {
    return deployments;
  }

  /** Of a status that is about to be written. */
  public void status(ModelDeployment of, Context<ModelDeployment> context) {
    String key = Cache.metaNamespaceKeyFunc(of);
    later(
        () -> {
          @Nullable ModelDeployment shown = deployments.get(key);
          if (shown != null) {
            // The same generation twice begins no round.
            context.eventSourceRetriever().getControllerEventSource().onUpdate(shown, shown);
          }
        });
  }

  @SuppressWarnings("FutureReturnValueIgnored") // One that fails is one object kept for longer.
  void later(Runnable echo) {
    try {
      thread.schedule(echo, LATER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      // All of it is forgotten soon.
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
