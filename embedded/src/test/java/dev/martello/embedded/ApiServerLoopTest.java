package dev.martello.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiServerLoopTest {
  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final KubernetesClient client = server.client();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anInformerSeesWhatMatchesItsSelectorComeChangeAndGo() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    create("before", Map.of("app", "x"));
    create("other", Map.of("app", "y"));
    try (SharedIndexInformer<ConfigMap> informer =
        client.configMaps().inNamespace("demo").withLabel("app", "x").inform(recorder(seen))) {
      assertThat(informer.hasSynced()).isTrue();
      create("during", Map.of("app", "x"));
      client.configMaps().inNamespace("demo").withName("during").edit(c -> data(c, "1"));
      client
          .configMaps()
          .inNamespace("demo")
          .withName("other")
          .edit(
              c ->
                  new ConfigMapBuilder(c)
                      .editMetadata()
                      .addToLabels("app", "x")
                      .endMetadata()
                      .build());
      client.configMaps().inNamespace("demo").withName("before").delete();

      await()
          .untilAsserted(
              () ->
                  assertThat(seen)
                      .containsExactly(
                          "add before",
                          "add during",
                          "update during",
                          "add other",
                          "delete before"));
    }
  }

  @Test
  void deletingTheOwnerDeletesWhatItOwnedAndWhatThatOwned() {
    ConfigMap owner = create("owner", Map.of());
    ConfigMap child = client.resource(owned("child", owner)).create();
    client.resource(owned("grandchild", child)).create();
    create("stranger", Map.of());

    client.resource(owner).delete();

    assertThat(client.configMaps().inNamespace("demo").list().getItems())
        .extracting(c -> c.getMetadata().getName())
        .containsExactly("stranger");
  }

  @Test
  void aFinalizerHoldsADeletionBack() {
    ConfigMap held =
        client
            .resource(
                new ConfigMapBuilder(configMap("held", Map.of()))
                    .editMetadata()
                    .addToFinalizers("example.com/hold")
                    .endMetadata()
                    .build())
            .create();

    client.resource(held).delete();
    ConfigMap going = client.resource(held).get();
    assertThat(going.getMetadata().getDeletionTimestamp()).isNotBlank();

    client
        .configMaps()
        .inNamespace("demo")
        .withName("held")
        .edit(c -> new ConfigMapBuilder(c).editMetadata().withFinalizers().endMetadata().build());
    assertThat(client.resource(held).get()).isNull();
  }

  @Test
  void aCustomKindIsServedDefaultedAndHasItsOwnStatus() {
    client.resource(CRD).create();
    GenericKubernetesResource made = client.resource(generic(tower("{x: 1}"))).create();

    assertThat(made.<Object>get("spec", "height")).isEqualTo(12);
    assertThat(made.<Object>get("status")).isNull();

    client
        .resource(generic(status("{type: Ready, status: 'True'}")))
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("a")
                .build());
    GenericKubernetesResource after =
        client
            .resource(generic(status("{type: Attested, status: 'True'}")))
            .subresource("status")
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager("b")
                    .build());
    assertThat(after.<List<Object>>get("status", "conditions")).hasSize(2);
    assertThat(after.<Object>get("spec", "x")).isEqualTo(1);
    assertThat(after.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void aKindThatIsNotServedIsNotFound() {
    assertThatThrownBy(() -> client.genericKubernetesResources("example.com/v1", "Tower").list())
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void anImmutableSecretStaysAsItIs() {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .withNamespace("demo")
                .endMetadata()
                .withImmutable(true)
                .addToStringData("k", "v")
                .addToData("k", "dg==")
                .build())
        .create();

    assertThatThrownBy(
            () ->
                client
                    .secrets()
                    .inNamespace("demo")
                    .withName("s")
                    .edit(s -> new SecretBuilder(s).addToData("k", "dw==").build()))
        .hasMessageContaining("immutable");
  }

  @Test
  void aWriteOfAnOldVersionIsAConflict() {
    ConfigMap old = create("c", Map.of());
    client.configMaps().inNamespace("demo").withName("c").edit(c -> data(c, "1"));

    assertThatThrownBy(() -> client.resource(data(old, "2")).update())
        .extracting(e -> ((KubernetesClientException) e).getCode())
        .isEqualTo(409);
  }

  @Test
  void theKubeconfigReachesItAndNothingElseDoes() {
    Config config = Config.fromKubeconfig(server.kubeconfig());
    try (KubernetesClient other = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThat(other.getConfiguration().getMasterUrl()).startsWith("http://127.0.0.1:");
      other.resource(configMap("via-kubeconfig", Map.of())).create();
    }
    assertThat(client.configMaps().inNamespace("demo").withName("via-kubeconfig").get())
        .isNotNull();

    config.setOauthToken("guessed");
    config.setAutoOAuthToken("guessed");
    try (KubernetesClient stranger = new KubernetesClientBuilder().withConfig(config).build()) {
      assertThatThrownBy(() -> stranger.configMaps().inNamespace("demo").list())
          .extracting(e -> ((KubernetesClientException) e).getCode())
          .isEqualTo(401);
    }
  }

  private ConfigMap create(String name, Map<String, String> labels) {
    return client.resource(configMap(name, labels)).create();
  }

  private static ConfigMap configMap(String name, Map<String, String> labels) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("demo")
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  private static ConfigMap owned(String name, ConfigMap owner) {
    return new ConfigMapBuilder(configMap(name, Map.of()))
        .editMetadata()
        .addNewOwnerReference()
        .withApiVersion("v1")
        .withKind("ConfigMap")
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  private static ConfigMap data(ConfigMap map, String value) {
    return new ConfigMapBuilder(map).addToData("k", value).build();
  }

  private static ResourceEventHandler<ConfigMap> recorder(List<String> seen) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(ConfigMap map) {
        seen.add("add " + map.getMetadata().getName());
      }

      @Override
      public void onUpdate(ConfigMap before, ConfigMap after) {
        seen.add("update " + after.getMetadata().getName());
      }

      @Override
      public void onDelete(ConfigMap map, boolean unknown) {
        seen.add("delete " + map.getMetadata().getName());
      }
    };
  }

  private static GenericKubernetesResource generic(String yaml) {
    return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
  }

  private static String tower(String spec) {
    return "apiVersion: example.com/v1\nkind: Tower\nmetadata: {name: t, namespace: demo}\nspec: "
        + spec
        + "\nstatus: {x: 1}\n";
  }

  private static String status(String condition) {
    return "apiVersion: example.com/v1\nkind: Tower\nmetadata: {name: t, namespace: demo}\n"
        + "status: {conditions: ["
        + condition
        + "]}\n";
  }

  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: towers.example.com}
      spec:
        group: example.com
        scope: Namespaced
        names: {kind: Tower, plural: towers, singular: tower}
        versions:
        - name: v1
          served: true
          storage: true
          subresources: {status: {}}
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties: {height: {type: integer, default: 12}, x: {type: integer}}
                status:
                  type: object
                  properties:
                    conditions:
                      type: array
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [type]
                      items: {type: object, properties: {type: {type: string}}}
      """;
}
