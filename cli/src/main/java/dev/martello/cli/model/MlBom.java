package dev.martello.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.sealedmodel.Claims;
import dev.martello.sealedmodel.Evaluation;
import dev.martello.sealedmodel.Manifest;
import dev.martello.sealedmodel.Tensor;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A sealed model's manifest as a CycloneDX 1.6 ML-BOM with model card: the same bytes for the same
 * model, so without a time and a serial number. It says no more than the manifest does.
 */
final class MlBom {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String MODEL = "model";

  private final Manifest manifest;
  private final JsonNode provenance;
  private final ObjectNode document = MAPPER.createObjectNode();
  private final ArrayNode components = MAPPER.createArrayNode();
  private final List<String> madeOf = new ArrayList<>();

  private MlBom(Manifest manifest) {
    this.manifest = manifest;
    this.provenance = manifest.provenance().orElse(MissingNode.getInstance());
  }

  /** The document, as UTF-8. */
  static byte[] of(Claims claims) throws IOException {
    return MAPPER.writeValueAsBytes(new MlBom(claims.manifest()).document(claims.digest()));
  }

  private ObjectNode document(String digest) {
    document.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
    var model = document.putObject("metadata").putObject("component");
    model.put("type", "machine-learning-model").put("bom-ref", MODEL);
    model.put("name", manifest.name()).put("version", manifest.version().toString());
    hash(model, manifest.plaintext().sha256());
    card(model.putObject("modelCard"));
    property(model, "martello:sealed-model", digest);
    property(model, "martello:bytes", Long.toString(manifest.plaintext().length()));
    file("training-code", "file", provenance.path("trainingCode"));
    file("environment", "file", provenance.path("environment"));
    document.set("components", components);
    var dependencies = document.putArray("dependencies");
    var dependsOn = dependencies.addObject().put("ref", MODEL).putArray("dependsOn");
    madeOf.forEach(dependsOn::add);
    return document;
  }

  private void card(ObjectNode card) {
    var parameters = card.putObject("modelParameters");
    if (file("dataset", "data", provenance.path("dataset"))) {
      parameters.putArray("datasets").addObject().put("ref", "dataset");
    }
    tensors(parameters.putArray("inputs"), manifest.inputs());
    tensors(parameters.putArray("outputs"), manifest.outputs());
    manifest.evaluation().ifPresent(report -> metric(card, report));
    property(card, "martello:format", manifest.format().label());
    property(card, "martello:precision", manifest.precision());
    manifest
        .opsets()
        .forEach((domain, version) -> property(card, "martello:opset:" + domain, version + ""));
    var step = provenance.path("optimization");
    if (step.isObject()) {
      property(card, "martello:optimization", step.path("plan").asText("without a name"));
    }
  }

  private static void tensors(ArrayNode list, List<Tensor> tensors) {
    for (var tensor : tensors) {
      list.addObject()
          .put("format", "%s %s %s".formatted(tensor.name(), tensor.datatype(), tensor.shape()));
    }
  }

  private static void metric(ObjectNode card, Evaluation report) {
    var metric = card.putObject("quantitativeAnalysis").putArray("performanceMetrics").addObject();
    metric.put("type", report.metric()).put("value", Double.toString(report.value()));
    metric.put("slice", "%d rows, data sha256:%s".formatted(report.rows(), report.datasetSha256()));
    metric
        .putObject("confidenceInterval")
        .put("lowerBound", Double.toString(report.lower()))
        .put("upperBound", Double.toString(report.upper()));
  }

  /** Adds what the provenance records with a digest; says whether it did. */
  private boolean file(String reference, String type, JsonNode recorded) {
    var sha256 = recorded.path("sha256").asText("");
    if (!sha256.matches("[0-9a-f]{64}")) {
      return false;
    }
    var component = components.addObject().put("type", type).put("bom-ref", reference);
    component.put("name", recorded.path("name").asText(recorded.path("file").asText(reference)));
    hash(component, sha256);
    var licence = recorded.path("licence").asText("");
    if (!licence.isEmpty()) {
      component.putArray("licenses").addObject().putObject("license").put("name", licence);
    }
    var source = recorded.path("source").asText("");
    if (isWebAddress(source)) {
      component
          .putArray("externalReferences")
          .addObject()
          .put("type", "distribution")
          .put("url", source);
    }
    var commit = recorded.path("commit").asText("");
    if (!commit.isEmpty()) {
      property(component, "martello:commit", commit);
    }
    madeOf.add(reference);
    return true;
  }

  private static boolean isWebAddress(String text) {
    try {
      return text.startsWith("https://") && URI.create(text).getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void hash(ObjectNode component, String sha256) {
    component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256);
  }

  private static void property(ObjectNode owner, String name, String value) {
    owner.withArray("properties").addObject().put("name", name).put("value", value);
  }
}
