package dev.martello.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A ModelDeployment and the health that Argo CD shows for it, from health_test.yaml. */
record HealthCase(String name, ObjectNode resource, String status, String message) {
  static final Path GITOPS = Path.of("..", "manifests", "gitops");
  static final Path ARGO_CD = GITOPS.resolve("argo-cd/models.martello.dev/ModelDeployment");

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final List<String> OTHERS =
      List.of("Accepted", "Applied", "Available", "Compliant", "ModelVerified", "FromTheFuture");

  static List<HealthCase> all() throws IOException {
    var cases = new ArrayList<HealthCase>();
    for (var each : read(ARGO_CD.resolve("health_test.yaml")).get("tests")) {
      var path = each.get("inputPath").asText();
      cases.add(
          new HealthCase(
              path,
              (ObjectNode) read(ARGO_CD.resolve(path)),
              each.at("/healthStatus/status").asText(),
              each.at("/healthStatus/message").asText()));
    }
    return cases;
  }

  /** Itself, and itself with every other condition true, false or unknown: all of one health. */
  Stream<ObjectNode> variants() {
    return Stream.concat(
        Stream.of(resource), Stream.of("True", "False", "Unknown").map(this::withOthers));
  }

  static JsonNode read(Path file) throws IOException {
    return YAML.unmarshal(Files.readString(file), JsonNode.class);
  }

  @Override
  public String toString() {
    return name;
  }

  private ObjectNode withOthers(String status) {
    var copy = resource.deepCopy();
    if (!copy.has("status")) return copy;
    var conditions = copy.withArray("/status/conditions");
    for (var type : OTHERS) {
      conditions.insertObject(0).put("type", type).put("status", status).put("message", "other");
    }
    return copy;
  }
}
