package dev.martello.embedded.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/** The example's ModelDeployment as the API server shows it at one moment. */
record DeploymentView(JsonNode object) {
  private static final String API_VERSION = "models.martello.dev/v1alpha1";

  static DeploymentView of(KubernetesClient client, Example example) {
    GenericKubernetesResource found =
        client
            .genericKubernetesResources(API_VERSION, "ModelDeployment")
            .inNamespace(example.namespace())
            .withName(example.name())
            .get();
    return new DeploymentView(
        found == null
            ? MissingNode.getInstance()
            : client.getKubernetesSerialization().convertValue(found, JsonNode.class));
  }

  /** One condition; a missing node if it isn't there. */
  JsonNode condition(String type) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }

  /** Whether a condition of this generation is True. */
  boolean holds(String type) {
    JsonNode condition = condition(type);
    return condition.path("status").asText().equals("True")
        && object.at("/status/observedGeneration").asLong()
            == object.at("/metadata/generation").asLong();
  }

  List<JsonNode> conditions() {
    List<JsonNode> conditions = new ArrayList<>();
    object.at("/status/conditions").forEach(conditions::add);
    return conditions;
  }

  List<JsonNode> controls() {
    List<JsonNode> controls = new ArrayList<>();
    object.at("/status/compliance/controls").forEach(controls::add);
    return controls;
  }

  /** Checks that found nothing out yet, though this cluster could show it. */
  List<String> undecided() {
    return controls().stream()
        .filter(control -> control.path("finding").asText().equals("Unknown"))
        .filter(control -> !control.path("reason").asText().equals("EmbeddedCluster"))
        .map(control -> control.path("id").asText())
        .toList();
  }
}
