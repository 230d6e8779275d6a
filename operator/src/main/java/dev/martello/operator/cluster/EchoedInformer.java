package dev.martello.operator.cluster;

import dev.martello.crds.ModelDeployment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** One that lets go of what it wrote; see {@link Echoes}. */
final class EchoedInformer<R extends HasMetadata> extends InformerEventSource<R, ModelDeployment> {
  private static final Duration POLL = Duration.ofMillis(5);

  /** A second round is no harm. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AtomicInteger told = new AtomicInteger();
  private final ItemStore<R> store;
  private final Echoes echoes;

  /**
   * @param store what the watch has shown
   */
  EchoedInformer(
      InformerEventSourceConfiguration.Builder<R> configuration,
      EventSourceContext<ModelDeployment> context,
      ItemStore<R> store,
      Echoes echoes) {
    super(configuration.withItemStore(store).build(), context);
    this.store = store;
    this.echoes = echoes;
  }

  /**
   * Returns when what was listed has also been told: the framework tells it later, when each
   * deployment's first round may be over, and then begins a second one for each.
   */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It is told under the same lock.
  public void start() {
    if (store instanceof JsonItemStore<R> kept) {
      kept.outlined(super::start);
    } else {
      super.start();
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (told.get() < store.size() && System.nanoTime() < end) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  @Override
  public void onAdd(R object) {
    super.onAdd(object);
    told.incrementAndGet();
  }

  @Override
  public void handleRecentResourceUpdate(ResourceID id, R written, R before) {
    super.handleRecentResourceUpdate(id, written, before);
    echoes.later(() -> letGo(id));
  }

  private void letGo(ResourceID id) {
    Optional.ofNullable(
            store.get(Cache.namespaceKeyFunc(id.getNamespace().orElse(null), id.getName())))
        .filter(
            shown ->
                temporaryResourceCache
                    .getResourceFromCache(id)
                    .filter(kept -> version(kept).equals(version(shown)))
                    .isPresent())
        .ifPresent(
            shown ->
                temporaryResourceCache.onAddOrUpdateEvent(ResourceAction.UPDATED, shown, shown));
  }

  private static String version(HasMetadata object) {
    return String.valueOf(object.getMetadata().getResourceVersion());
  }
}
