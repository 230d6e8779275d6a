package dev.martello.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.martello.cli.Refusal;
import dev.martello.crds.Condition;
import dev.martello.crds.ControlStatus;
import dev.martello.crds.Governance;
import dev.martello.crds.ModelDeploymentStatus;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;

/** ModelDeployments as {@code kubectl get -o json} or {@code -o yaml} prints them. */
final class DeploymentReader {
  static final int MAX_BYTES = 64 << 20;

  private static final String HOW = "give it what `kubectl get modeldeployments -A -o json` prints";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final ObjectMapper YAML = new ObjectMapper(yaml());

  private DeploymentReader() {}

  /**
   * Every ModelDeployment in the text, in its order.
   *
   * @param source what to call the text in a refusal
   */
  static List<Deployment> read(String text, String source) throws Refusal {
    var deployments = new ArrayList<Deployment>();
    for (var document : documents(text, source)) {
      if (document.path("items").isArray()) {
        for (int i = 0; i < document.path("items").size(); i++) {
          deployments.add(
              deployment(document.path("items").path(i), source + ": items[" + i + "]"));
        }
      } else {
        deployments.add(deployment(document, source));
      }
    }
    if (deployments.isEmpty()) {
      throw new Refusal(source + " holds no ModelDeployment: " + HOW);
    }
    return List.copyOf(deployments);
  }

  private static List<JsonNode> documents(String text, String source) throws Refusal {
    var mapper = text.stripLeading().startsWith("{") ? JSON : YAML;
    try (var values = mapper.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      return values.readAll().stream().filter(document -> !document.isNull()).toList();
    } catch (JsonProcessingException e) {
      throw new Refusal(
          "%s is neither JSON nor YAML (line %d: %s): %s"
              .formatted(
                  source,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage(),
                  HOW),
          e);
    } catch (IOException e) {
      throw new Refusal(source + " can't be read: " + e.getMessage(), e);
    }
  }

  private static Deployment deployment(JsonNode object, String where) throws Refusal {
    var kind = object.path("kind").asText("");
    if (!kind.equals("ModelDeployment")) {
      throw new Refusal(
          "%s is %s, not a ModelDeployment: %s"
              .formatted(where, kind.isEmpty() ? "no Kubernetes object" : "a " + kind, HOW));
    }
    var metadata = object.path("metadata");
    var name = metadata.path("name").asText("");
    if (name.isEmpty()) {
      throw new Refusal(where + " has no metadata.name: " + HOW);
    }
    var read =
        new Deployment(
            metadata.path("namespace").asText(""),
            name,
            metadata.path("uid").asText(""),
            metadata.path("generation").asLong(0),
            object.path("spec").path("model").path("name").asText(""),
            value(object.path("spec").path("governance"), Governance.class, where)
                .orElse(Governance.undeclared()),
            value(object.path("status"), ModelDeploymentStatus.class, where));
    checkWhole(read, where);
    return read;
  }

  private static <T> Optional<T> value(JsonNode node, Class<T> type, String where) throws Refusal {
    try {
      return Optional.ofNullable(JSON.treeToValue(node, type));
    } catch (JsonProcessingException e) {
      throw new Refusal(
          "%s: %s; if the operator is newer than this martello, take one of its version"
              .formatted(where, e.getOriginalMessage()),
          e);
    }
  }

  /** The API server holds every status to the schema; a file that was edited may lack anything. */
  private static void checkWhole(Deployment deployment, String where) throws Refusal {
    for (ControlStatus control : deployment.controls()) {
      if (lacks(
              control.id(),
              control.control(),
              control.finding(),
              control.reason(),
              control.evidence(),
              control.grade())
          || !isTime(control.since())) {
        throw new Refusal(
            "%s: status.compliance.controls: %s lacks a field, or since is no time: %s"
                .formatted(where, control.id(), HOW));
      }
    }
    for (Condition condition :
        deployment.status().map(ModelDeploymentStatus::conditions).orElse(List.of())) {
      if (lacks(
          condition.type(),
          condition.status(),
          condition.reason(),
          condition.message(),
          condition.lastTransitionTime())) {
        throw new Refusal(
            "%s: status.conditions: %s lacks a field: %s".formatted(where, condition.type(), HOW));
      }
    }
  }

  private static boolean lacks(Object... fields) {
    return Stream.of(fields).anyMatch(java.util.Objects::isNull);
  }

  private static boolean isTime(String text) {
    try {
      return text != null && OffsetDateTime.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static YAMLFactory yaml() {
    var options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setAllowDuplicateKeys(false);
    return YAMLFactory.builder().loaderOptions(options).build();
  }
}
