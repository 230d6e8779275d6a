package dev.martello.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's objects as JSON until somebody asks for one: a third of the memory of the model
 * classes, which give every node a map of its own. Who owns which field of a status is left out:
 * nothing here asks for it.
 */
public final class JsonItemStore<R extends HasMetadata> implements ItemStore<R> {
  private static final String STATUS = "status";

  private final KubernetesSerialization serialization;
  private final Class<R> type;
  private final Map<String, byte[]> items = new ConcurrentHashMap<>();

  public JsonItemStore(KubernetesSerialization serialization, Class<R> type) {
    this.serialization = serialization;
    this.type = type;
  }

  @Override
  public String getKey(R object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable R put(String key, R object) {
    return object(items.put(key, json(object)));
  }

  @Override
  public @Nullable R remove(String key) {
    return object(items.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<R> values() {
    return items.values().stream().map(this::object).flatMap(o -> Optional.ofNullable(o).stream());
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public @Nullable R get(String key) {
    return object(items.get(key));
  }

  private byte[] json(R object) {
    List<ManagedFieldsEntry> managers = object.getMetadata().getManagedFields();
    if (managers != null) {
      managers.stream()
          .filter(entry -> STATUS.equals(entry.getSubresource()))
          .forEach(entry -> entry.setFieldsV1(null));
    }
    return serialization.asJson(object).getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable R object(byte @Nullable [] json) {
    return json == null ? null : serialization.unmarshal(new ByteArrayInputStream(json), type);
  }
}
