package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A second version can be added beside the first while resources are stored, and taken back. */
class SecondVersionApiServerIT {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static ApiServer server;
  private static CrdRequests requests;

  @BeforeAll
  static void applyTheDefinitions() throws Exception {
    server = ApiServer.open();
    requests = new CrdRequests(server);
    requests.applyDefinitions();
  }

  @AfterAll
  static void takeItBack() throws Exception {
    if (server == null) return;
    resource("v1alpha1").delete();
    ApiServer.await("the resource is gone", () -> at("v1alpha1") == null);
    requests.applyDefinitions();
    server.close();
  }

  @Test
  void whatIsStoredIsReadAndWrittenByEitherVersion() throws Exception {
    requests.create(requests.minimal());

    server.apply(YAML.convertValue(withSecondVersion(), CustomResourceDefinition.class));
    ApiServer.await("v1beta1 is served", () -> at("v1beta1") != null);
    assertThat(spec(at("v1beta1"))).isEqualTo(spec(at("v1alpha1")));

    resource("v1beta1")
        .edit(
            changed -> {
              ObjectNode tree = YAML.convertValue(changed, ObjectNode.class);
              ((ObjectNode) tree.get("spec")).put("replicas", 2);
              return YAML.convertValue(tree, GenericKubernetesResource.class);
            });
    assertThat(spec(at("v1alpha1")).get("replicas").asInt()).isEqualTo(2);
  }

  private static ObjectNode withSecondVersion() throws Exception {
    var text = Files.readString(CrdYaml.checkedIn(ModelDeployment.class));
    var definition = YAML.unmarshal(text, ObjectNode.class);
    var versions = (ArrayNode) definition.at("/spec/versions");
    ObjectNode second = versions.get(0).deepCopy();
    versions.add(second.put("name", "v1beta1").put("storage", false));
    return definition;
  }

  private static GenericKubernetesResource at(String version) {
    try {
      return resource(version).get();
    } catch (KubernetesClientException notServedYet) {
      return null;
    }
  }

  private static Resource<GenericKubernetesResource> resource(String version) {
    var context =
        new ResourceDefinitionContext.Builder()
            .withGroup("models.martello.dev")
            .withVersion(version)
            .withKind("ModelDeployment")
            .withPlural("modeldeployments")
            .withNamespaced(true)
            .build();
    return server
        .admin()
        .genericKubernetesResources(context)
        .inNamespace(server.namespace())
        .withName("m");
  }

  private static ObjectNode spec(GenericKubernetesResource resource) {
    return YAML.convertValue(resource.getAdditionalProperties().get("spec"), ObjectNode.class);
  }
}
