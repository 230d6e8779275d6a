package dev.martello.sealedmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.sealedmodel.json.Document;
import dev.martello.sealedmodel.json.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code manifest.json}: the fields of {@link Manifest} in its order, indented by two spaces. */
final class ManifestJson {
  private ManifestJson() {}

  static byte[] write(Manifest manifest) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("formatVersion", manifest.formatVersion());
    json.put("name", manifest.name());
    json.put("version", manifest.version().toString());
    json.putObject("plaintext")
        .put("sha256", manifest.plaintext().sha256())
        .put("length", manifest.plaintext().length());
    if (manifest.format() != ModelFormat.ONNX) {
      json.put("format", manifest.format().label());
    }
    json.putObject("cipher")
        .put("name", manifest.cipher().name())
        .put("hkdf", manifest.cipher().hkdf())
        .put("derivedKeyBytes", manifest.cipher().derivedKeyBytes())
        .put("segmentBytes", manifest.cipher().segmentBytes());
    writeTensors(json.putArray("inputs"), manifest.inputs());
    writeTensors(json.putArray("outputs"), manifest.outputs());
    ObjectNode opsets = json.putObject("opsets");
    manifest.opsets().forEach(opsets::put);
    json.put("precision", manifest.precision());
    manifest.provenance().ifPresent(provenance -> json.set("provenance", provenance));
    manifest.evaluation().ifPresent(evaluation -> write(evaluation, json.putObject("evaluation")));
    try {
      return (pretty().writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the manifest cannot be written", e);
    }
  }

  /** Made only to write: it brings hundreds of classes, and a pod only reads. */
  private static ObjectWriter pretty() {
    return new ObjectMapper()
        .writer(
            new DefaultPrettyPrinter(
                    Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(new DefaultIndenter("  ", "\n")));
  }

  private static void write(Evaluation evaluation, ObjectNode json) {
    json.put("metric", evaluation.metric());
    json.put("value", evaluation.value());
    json.put("lower", evaluation.lower());
    json.put("upper", evaluation.upper());
    json.put("rows", evaluation.rows());
    json.put("datasetSha256", evaluation.datasetSha256());
  }

  private static void writeTensors(ArrayNode list, List<Tensor> tensors) {
    for (Tensor tensor : tensors) {
      ObjectNode json = list.addObject();
      json.put("name", tensor.name()).put("datatype", tensor.datatype());
      ArrayNode shape = json.putArray("shape");
      tensor.shape().forEach(shape::add);
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws ModelRefused reason ManifestInvalid
   */
  static Manifest parse(byte[] file, String where) throws ModelRefused {
    Fields json = new Document(where, Reason.ManifestInvalid, "seal the model again").read(file);
    int formatVersion = json.smallInteger("formatVersion");
    String name = json.text("name");
    String version = json.text("version");
    Plaintext plaintext = plaintext(json.object("plaintext"));
    String format = json.has("format") ? json.text("format") : ModelFormat.ONNX.label();
    Cipher cipher = cipher(json.object("cipher"));
    List<Tensor> inputs = tensors(json, "inputs");
    List<Tensor> outputs = tensors(json, "outputs");
    Map<String, Integer> opsets = opsets(json.object("opsets"));
    String precision = json.text("precision");
    Optional<JsonNode> provenance = json.optionalObject("provenance").map(Fields::node);
    Optional<Evaluation> evaluation = Optional.empty();
    if (json.has("evaluation")) {
      evaluation = Optional.of(Evaluation.parse(json.object("evaluation")));
    }
    Optional<Evaluation> evaluated = evaluation;
    json.nothingElse();
    return json.checked(
        () ->
            new Manifest(
                formatVersion,
                name,
                SemVer.parse(version),
                plaintext,
                ModelFormat.of(format)
                    .orElseThrow(() -> new IllegalArgumentException("format must be onnx or ort")),
                cipher,
                inputs,
                outputs,
                opsets,
                precision,
                provenance,
                evaluated));
  }

  private static Plaintext plaintext(Fields json) throws ModelRefused {
    String sha256 = json.text("sha256");
    long length = json.integer("length");
    json.nothingElse();
    return json.checked(() -> new Plaintext(sha256, length));
  }

  private static Cipher cipher(Fields json) throws ModelRefused {
    Cipher cipher =
        new Cipher(
            json.text("name"),
            json.text("hkdf"),
            json.smallInteger("derivedKeyBytes"),
            json.smallInteger("segmentBytes"));
    json.nothingElse();
    return cipher;
  }

  private static List<Tensor> tensors(Fields json, String field) throws ModelRefused {
    List<Tensor> tensors = new ArrayList<>();
    for (Fields entry : json.objects(field)) {
      String name = entry.text("name");
      String datatype = entry.text("datatype");
      List<Long> shape = entry.integers("shape");
      entry.nothingElse();
      tensors.add(entry.checked(() -> new Tensor(name, datatype, shape)));
    }
    return tensors;
  }

  private static Map<String, Integer> opsets(Fields json) throws ModelRefused {
    Map<String, Integer> opsets = new TreeMap<>();
    for (String domain : json.names()) {
      opsets.put(domain, json.smallInteger(domain));
    }
    return opsets;
  }
}
