package dev.martello.cli.rollback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.cli.Refusal;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.RevisionStatus;
import dev.martello.crds.RevisionStatus.Result;
import java.util.List;
import java.util.Optional;

/**
 * What leads back to the spec that a revision had, as far as the spec makes a revision: replicas,
 * who may connect, governance and compliance stay as they are now.
 *
 * @param object that stands
 * @param patch for it, a JSON merge patch (RFC 7396); its resourceVersion makes the API server
 *     refuse it if somebody has changed the object meanwhile
 */
record Rollback(ObjectNode object, ObjectNode patch, RevisionStatus revision) {
  static final String HOW =
      "give it what `kubectl get modeldeployment NAME -o json` prints of a single one";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * Back to that revision, or, if none is named, to the last one before the present that served.
   */
  static Rollback of(String text, String source, Optional<String> to) throws Refusal {
    ObjectNode object = object(text, source);
    RevisionStatus revision = chosen(revisions(object, source), to);
    ObjectNode present = object.withObjectProperty("spec");
    ObjectNode spec = present.deepCopy();
    ObjectNode then = object(revision.spec(), "status.revisions: spec of " + revision.revision());
    for (String field : RevisionStatus.SPEC_FIELDS) {
      JsonNode now = spec.remove(field);
      if (then.has(field)) {
        spec.set(field, then.get(field));
      }
      if (field.equals("access") && now != null) {
        for (String network : RevisionStatus.NETWORK_FIELDS) {
          Optional.ofNullable(now.get(network))
              .ifPresent(value -> spec.withObjectProperty(field).set(network, value));
        }
      }
    }
    ObjectNode patch = JSON.createObjectNode();
    Optional.ofNullable(object.path("metadata").get("resourceVersion"))
        .ifPresent(version -> patch.withObjectProperty("metadata").set("resourceVersion", version));
    patch.set("spec", MergePatch.between(present, spec));
    return new Rollback(object, patch, revision);
  }

  String json() throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(patch);
  }

  /** Whether a GitOps controller says on the object that it puts back what its repository says. */
  boolean underGitOps() {
    JsonNode metadata = object.path("metadata");
    return metadata.path("labels").has("kustomize.toolkit.fluxcd.io/name")
        || metadata.path("labels").has("argocd.argoproj.io/instance")
        || metadata.path("annotations").has("argocd.argoproj.io/tracking-id");
  }

  private static ObjectNode object(String text, String source) throws Refusal {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw new Refusal(source + " is no JSON object: " + HOW);
    } catch (JsonProcessingException e) {
      throw new Refusal("%s is no JSON (%s): %s".formatted(source, e.getOriginalMessage(), HOW), e);
    }
  }

  private static List<RevisionStatus> revisions(ObjectNode object, String source) throws Refusal {
    String kind = object.path("kind").asText("");
    if (!kind.equals("ModelDeployment")) {
      throw new Refusal("%s is a %s, not a ModelDeployment: %s".formatted(source, kind, HOW));
    }
    try {
      ModelDeploymentStatus status =
          JSON.treeToValue(object.path("status"), ModelDeploymentStatus.class);
      if (status != null && !status.revisions().isEmpty()) {
        return status.revisions();
      }
    } catch (JsonProcessingException e) {
      throw new Refusal("%s: status: %s".formatted(source, e.getOriginalMessage()), e);
    }
    throw new Refusal(source + " has no status.revisions: the operator has recorded none yet");
  }

  private static RevisionStatus chosen(List<RevisionStatus> revisions, Optional<String> to)
      throws Refusal {
    String present = revisions.getFirst().revision();
    if (to.isPresent() && to.get().equals(present)) {
      throw new Refusal("revision %s is what the spec asks for already".formatted(present));
    }
    List<RevisionStatus> earlier = revisions.subList(1, revisions.size());
    Optional<RevisionStatus> found =
        to.isPresent()
            ? earlier.stream().filter(r -> r.revision().equals(to.get())).findFirst()
            : earlier.stream().filter(Rollback::served).findFirst();
    return found.orElseThrow(
        () ->
            new Refusal(
                "%s; status.revisions has %s"
                    .formatted(
                        to.map(name -> "there is no earlier revision " + name)
                            .orElse("no earlier revision served"),
                        revisions.stream().map(r -> r.revision() + " " + r.result()).toList())));
  }

  private static boolean served(RevisionStatus revision) {
    return revision.result() == Result.Serving || revision.result() == Result.Replaced;
  }
}
