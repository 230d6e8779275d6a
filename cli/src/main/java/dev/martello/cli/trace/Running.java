package dev.martello.cli.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.martello.cli.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What runs, as {@code kubectl get -o json} prints it: at most one pod, one ModelDeployment. */
record Running(Optional<Pod> pod, Optional<Deployment> deployment) {
  private static final String HOW =
      "give it what `kubectl get pod/POD modeldeployment/NAME -o json` prints";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A pod, by its labels.
   *
   * @param image of the sealed model that is mounted; empty if none is
   */
  record Pod(String name, String namespace, String deployment, String revision, String image) {}

  /**
   * A ModelDeployment, by its status.
   *
   * @param model that the spec asks for
   * @param revision that serves
   * @param digest that the pods of that revision report; empty if there is none
   */
  record Deployment(String name, String namespace, String model, String revision, String digest) {}

  /**
   * Reads them.
   *
   * @param source what to call the text in a refusal
   */
  static Running read(String text, String source) throws Refusal {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new Refusal(source + " is no JSON: " + HOW, e);
    }
    var pods = new ArrayList<JsonNode>();
    var deployments = new ArrayList<JsonNode>();
    for (var object : root.path("items").isArray() ? root.path("items") : List.of(root)) {
      switch (object.path("kind").asText("")) {
        case "Pod" -> pods.add(object);
        case "ModelDeployment" -> deployments.add(object);
        default -> throw new Refusal(source + " holds neither pods nor ModelDeployments: " + HOW);
      }
    }
    if (pods.size() > 1 || deployments.size() > 1 || pods.size() + deployments.size() == 0) {
      throw new Refusal(
          "%s holds %d pods and %d ModelDeployments, one of each can be traced: %s"
              .formatted(source, pods.size(), deployments.size(), HOW));
    }
    return new Running(
        pods.stream().findFirst().map(Running::pod),
        deployments.stream().findFirst().map(Running::deployment));
  }

  private static Pod pod(JsonNode object) {
    var metadata = object.path("metadata");
    var image = "";
    for (var volume : object.path("spec").path("volumes")) {
      if (volume.path("name").asText("").equals("model")) {
        image = volume.path("image").path("reference").asText("");
      }
    }
    return new Pod(
        metadata.path("name").asText(""),
        metadata.path("namespace").asText(""),
        metadata.path("labels").path("martello.dev/deployment").asText(""),
        metadata.path("labels").path("martello.dev/revision").asText(""),
        image);
  }

  private static Deployment deployment(JsonNode object) {
    var status = object.path("status");
    return new Deployment(
        object.path("metadata").path("name").asText(""),
        object.path("metadata").path("namespace").asText(""),
        object.path("spec").path("model").path("name").asText(""),
        status.path("revision").asText(""),
        status.path("model").path("digest").asText(""));
  }
}
