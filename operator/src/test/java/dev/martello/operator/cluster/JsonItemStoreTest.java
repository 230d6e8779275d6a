package dev.martello.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.operator.desired.Desired;
import dev.martello.operator.desired.RenderResult.Rendered;
import dev.martello.operator.observed.Scene;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonItemStoreTest {
  private final KubernetesSerialization serialization = new KubernetesSerialization();
  private final JsonItemStore<ConfigMap> store =
      new JsonItemStore<>(serialization, ConfigMap.class);

  private static ConfigMap map(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("demo")
        .withName(name)
        .endMetadata()
        .addToData("k", value)
        .build();
  }

  @Test
  void answersAsAMapDoes() {
    assertThat(store.getKey(map("a", "1"))).isEqualTo("demo/a");
    assertThat(store.put("demo/a", map("a", "1"))).isNull();
    assertThat(store.put("demo/a", map("a", "2"))).isEqualTo(map("a", "1"));
    store.put("demo/b", map("b", "ü"));
    assertThat(store.get("demo/a")).isEqualTo(map("a", "2"));
    assertThat(store.get("demo/c")).isNull();
    assertThat(store.keySet()).containsExactlyInAnyOrder("demo/a", "demo/b");
    assertThat(store.values()).containsExactlyInAnyOrder(map("a", "2"), map("b", "ü"));
    assertThat(store.remove("demo/b")).isEqualTo(map("b", "ü"));
    assertThat(store.remove("demo/b")).isNull();
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void outlinesHaveNameAndLabelsAlone() {
    ConfigMap labelled =
        new ConfigMapBuilder(map("a", "1"))
            .editMetadata()
            .addToLabels("l", "v")
            .endMetadata()
            .build();
    long before = store.changes();
    store.put("demo/a", labelled);
    assertThat(store.changes()).isEqualTo(before + 1);
    store.outlined(
        () ->
            assertThat(store.values())
                .singleElement()
                .satisfies(
                    outline -> {
                      assertThat(outline.getMetadata().getNamespace()).isEqualTo("demo");
                      assertThat(outline.getMetadata().getName()).isEqualTo("a");
                      assertThat(outline.getMetadata().getLabels()).isEqualTo(Map.of("l", "v"));
                      assertThat(outline.getData()).isNullOrEmpty();
                    }));
    assertThat(store.values()).containsExactly(labelled);
    store.remove("demo/a");
    assertThat(store.changes()).isEqualTo(before + 2);
  }

  @Test
  void whoOwnsAStatusIsLeftOut() {
    ConfigMap object =
        new ConfigMapBuilder(map("a", "1"))
            .editMetadata()
            .addNewManagedField()
            .withManager("them")
            .withNewFieldsV1()
            .addToAdditionalProperties("f:data", Map.of("f:k", Map.of()))
            .endFieldsV1()
            .endManagedField()
            .addNewManagedField()
            .withManager("us")
            .withSubresource("status")
            .withNewFieldsV1()
            .addToAdditionalProperties("f:status", Map.of())
            .endFieldsV1()
            .endManagedField()
            .endMetadata()
            .build();
    store.put("demo/a", object);
    assertThat(store.get("demo/a").getMetadata().getManagedFields())
        .extracting(
            entry -> entry.getManager() + " " + (entry.getFieldsV1() == null ? "none" : "fields"))
        .containsExactly("them fields", "us none");
  }

  @Test
  void everyRenderedKindComesBackEqual() {
    Desired desired = ((Rendered) new Scene().situation().rendering()).desired();
    for (HasMetadata object : desired.objects()) {
      returns(object);
    }
  }

  @SuppressWarnings("unchecked")
  private <R extends HasMetadata> void returns(R object) {
    JsonItemStore<R> own = new JsonItemStore<>(serialization, (Class<R>) object.getClass());
    own.put("k", object);
    assertThat(own.get("k")).isNotSameAs(object).isEqualTo(object);
  }
}
