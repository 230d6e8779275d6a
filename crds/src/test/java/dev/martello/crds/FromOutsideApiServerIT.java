package dev.martello.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an API server without the Gateway API can judge of examples/from-outside. */
class FromOutsideApiServerIT {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static ApiServer server;

  @BeforeAll
  static void applyTheDefinitions() throws Exception {
    server = ApiServer.open();
    new CrdRequests(server).applyDefinitions();
  }

  @AfterAll
  static void close() {
    if (server != null) server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "tls-route, ModelDeployment",
    "http-route, ModelDeployment",
    "ingress, ModelDeployment",
    "ingress, Ingress"
  })
  void itIsAcceptedWithEveryField(String file, String kind) throws IOException {
    var sent = object(file, kind);
    var stored =
        server
            .admin()
            .resource(YAML.convertValue(sent, GenericKubernetesResource.class))
            .dryRun()
            .create();
    assertThat(lost(sent, YAML.convertValue(stored, ObjectNode.class))).isEmpty();
  }

  /** What was sent and is not what came back: pruned, or changed. Lists are compared whole. */
  private static List<String> lost(ObjectNode sent, ObjectNode stored) {
    return sent.properties().stream()
        .flatMap(
            each -> {
              var kept = stored.path(each.getKey());
              if (each.getValue() instanceof ObjectNode below && kept instanceof ObjectNode same) {
                return lost(below, same).stream();
              }
              return each.getValue().equals(kept)
                  ? List.<String>of().stream()
                  : List.of(each.getKey()).stream();
            })
        .toList();
  }

  private static ObjectNode object(String file, String kind) throws IOException {
    var text = Files.readString(Path.of("..", "examples", "from-outside", file + ".yaml"));
    var object =
        Arrays.stream(text.split("\n---\n"))
            .map(document -> YAML.unmarshal(document, ObjectNode.class))
            .filter(each -> each.get("kind").asText().equals(kind))
            .findFirst()
            .orElseThrow();
    ((ObjectNode) object.get("metadata")).put("namespace", server.namespace());
    return object;
  }
}
