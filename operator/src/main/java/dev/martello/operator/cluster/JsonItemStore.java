package dev.martello.operator.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's objects as JSON until somebody asks for one: a third of the memory of the model
 * classes, which give every node a map of its own. Who owns which field of a status is left out:
 * nothing here asks for it.
 */
public final class JsonItemStore<R extends HasMetadata> implements ItemStore<R> {
  private static final String STATUS = "status";
  private static final ObjectReader OUTLINE = new ObjectMapper().readerFor(Outline.class);

  private final KubernetesSerialization serialization;
  private final Class<R> type;
  private final Map<String, byte[]> items = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private volatile boolean outlines;

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Outline(Metadata metadata) {}

  /** What mappers to a deployment go by. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Metadata(@Nullable String namespace, String name, @Nullable Map<String, String> labels) {}

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
    changes.incrementAndGet();
    return object(items.put(key, json(object)));
  }

  @Override
  public @Nullable R remove(String key) {
    changes.incrementAndGet();
    return object(items.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<R> values() {
    return items.values().stream()
        .map(outlines ? this::outline : this::object)
        .flatMap(o -> Optional.ofNullable(o).stream());
  }

  /**
   * While that runs {@link #values} gives names and labels alone: the framework indexes all that
   * was listed by them, when it starts, and would have each object read anew.
   */
  void outlined(Runnable start) {
    outlines = true;
    try {
      start.run();
    } finally {
      outlines = false;
    }
  }

  /** How often anything was put or removed. */
  public long changes() {
    return changes.get();
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

  private R outline(byte[] json) {
    try {
      return serialization.convertValue(OUTLINE.<Outline>readValue(json), type);
    } catch (IOException notOurJson) {
      throw new UncheckedIOException(notOurJson);
    }
  }

  private @Nullable R object(byte @Nullable [] json) {
    return json == null ? null : serialization.unmarshal(new ByteArrayInputStream(json), type);
  }
}
