package dev.martello.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerSideApplyLoopTest {
  private final EmbeddedApiServer server = EmbeddedApiServer.start();
  private final KubernetesClient client = server.client();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void appliesWhatIsNotThereYet() {
    Deployment created = apply(deployment("web", "a:1"), "operator");

    assertThat(created.getMetadata().getUid()).isNotBlank();
    assertThat(created.getMetadata().getCreationTimestamp()).isNotBlank();
    assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
    ManagedFieldsEntry entry = created.getMetadata().getManagedFields().getFirst();
    assertThat(entry.getManager()).isEqualTo("operator");
    assertThat(entry.getOperation()).isEqualTo("Apply");
    assertThat(Serialization.asJson(entry.getFieldsV1()))
        .contains("k:{\\\"name\\\":\\\"web\\\"}")
        .contains("k:{\\\"containerPort\\\":8443,\\\"protocol\\\":\\\"TCP\\\"}");
  }

  @Test
  void applyingTheSameAgainChangesNothing() {
    Deployment first = apply(deployment("web", "a:1"), "operator");
    Deployment second = apply(deployment("web", "a:1"), "operator");

    assertThat(second).isEqualTo(first);
  }

  @Test
  void aSpecChangeMakesANewGenerationAndAMetadataChangeDoesNot() {
    apply(deployment("web", "a:1"), "operator");
    Deployment labelled =
        apply(
            new DeploymentBuilder(deployment("web", "a:1"))
                .editMetadata()
                .addToLabels("team", "x")
                .endMetadata()
                .build(),
            "operator");
    Deployment changed = apply(deployment("web", "a:2"), "operator");

    assertThat(labelled.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(changed.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void foreignFieldsSurviveAndDroppedFieldsGo() {
    apply(configMap(Map.of("ours", "1", "dropped", "1")), "operator");
    apply(configMap(Map.of("theirs", "1")), "somebody");

    ConfigMap after = apply(configMap(Map.of("ours", "2")), "operator");

    assertThat(after.getData()).isEqualTo(Map.of("ours", "2", "theirs", "1"));
  }

  @Test
  void aDroppedFieldThatAnotherOwnsTooStays() {
    apply(configMap(Map.of("shared", "1", "ours", "1")), "operator");
    apply(configMap(Map.of("shared", "1")), "somebody");

    assertThat(apply(configMap(Map.of("ours", "1")), "operator").getData())
        .isEqualTo(Map.of("shared", "1", "ours", "1"));
    assertThat(apply(configMap(Map.of()), "somebody").getData()).isEqualTo(Map.of("ours", "1"));
  }

  @Test
  void containersMergeByName() {
    apply(deployment("web", "a:1"), "operator");
    Container sidecar =
        new DeploymentBuilder(deployment("sidecar", "evil:1"))
            .buildSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst();
    client
        .apps()
        .deployments()
        .inNamespace("demo")
        .withName("d")
        .edit(
            d ->
                new DeploymentBuilder(d)
                    .editSpec()
                    .editTemplate()
                    .editSpec()
                    .addToContainers(sidecar)
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build());

    Deployment after = apply(deployment("web", "a:2"), "operator");

    assertThat(after.getSpec().getTemplate().getSpec().getContainers())
        .extracting(Container::getName, Container::getImage)
        .containsExactly(tuple("web", "a:2"), tuple("sidecar", "evil:1"));
    assertThat(after.getMetadata().getManagedFields())
        .anyMatch(e -> e.getOperation().equals("Update") && !e.getManager().equals("operator"));
  }

  @Test
  void aContainerThatTheOnlyOwnerDropsGoes() {
    apply(deployment("web", "a:1"), "operator");

    Deployment after = apply(deployment("other", "b:1"), "operator");

    assertThat(after.getSpec().getTemplate().getSpec().getContainers())
        .extracting(Container::getName)
        .containsExactly("other");
  }

  @Test
  void anotherOwnersValueIsAConflictUnlessForced() {
    apply(configMap(Map.of("k", "1")), "operator");
    ConfigMap other = configMap(Map.of("k", "2"));

    assertThatThrownBy(() -> client.resource(other).fieldManager("somebody").serverSideApply())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("operator")
        .hasMessageContaining(".data.k")
        .extracting(e -> ((KubernetesClientException) e).getCode())
        .isEqualTo(409);
    ConfigMap forced = apply(other, "somebody");
    assertThat(forced.getData()).containsEntry("k", "2");
    assertThat(forced.getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .containsExactly("somebody");
  }

  @Test
  void statusIsWrittenOnlyThroughItsOwnEndpoint() {
    Deployment withStatus =
        new DeploymentBuilder(deployment("web", "a:1"))
            .withNewStatus()
            .withReadyReplicas(5)
            .endStatus()
            .build();
    assertThat(apply(withStatus, "operator").getStatus()).isNull();

    Deployment changed =
        new DeploymentBuilder(withStatus).editSpec().withReplicas(9).endSpec().build();
    Deployment after =
        client
            .resource(changed)
            .subresource("status")
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager("node")
                    .withForce(true)
                    .build());

    assertThat(after.getStatus().getReadyReplicas()).isEqualTo(5);
    assertThat(after.getSpec().getReplicas()).isEqualTo(1);
    assertThat(after.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(after.getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getSubresource)
        .containsExactly(null, "status");
    assertThat(apply(deployment("web", "a:2"), "operator").getStatus().getReadyReplicas())
        .isEqualTo(5);
  }

  @Test
  void aMergePatchReplacesLists() {
    apply(deployment("web", "a:1"), "operator");

    Deployment after =
        client
            .apps()
            .deployments()
            .inNamespace("demo")
            .withName("d")
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                """
                {"spec":{"template":{"spec":{"containers":[{"name":"only","image":"c:1"}]}}}}
                """);

    assertThat(after.getSpec().getTemplate().getSpec().getContainers())
        .extracting(Container::getName)
        .containsExactly("only");
  }

  @Test
  void aDryRunAnswersAndStoresNothing() {
    ConfigMap answer =
        client
            .resource(configMap(Map.of("k", "1")))
            .dryRun()
            .fieldManager("operator")
            .serverSideApply();

    assertThat(answer.getData()).containsEntry("k", "1");
    assertThat(client.configMaps().inNamespace("demo").withName("c").get()).isNull();
  }

  private <T extends HasMetadata> T apply(T object, String manager) {
    return client.resource(object).fieldManager(manager).forceConflicts().serverSideApply();
  }

  private static ConfigMap configMap(Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("c")
        .withNamespace("demo")
        .endMetadata()
        .withData(data)
        .build();
  }

  private static Deployment deployment(String container, String image) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("d")
        .withNamespace("demo")
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withNewSelector()
        .addToMatchLabels("app", "d")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "d")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName(container)
        .withImage(image)
        .addNewPort()
        .withContainerPort(8443)
        .endPort()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
