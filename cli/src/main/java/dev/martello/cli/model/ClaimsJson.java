package dev.martello.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.sealedmodel.Claims;
import dev.martello.sealedmodel.Evaluation;
import dev.martello.sealedmodel.Recipient;
import dev.martello.sealedmodel.Tensor;
import java.util.List;
import java.util.TreeMap;

/**
 * What a sealed model says of itself, for programs. {@code verified} is always false: nothing was
 * checked.
 */
final class ClaimsJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ClaimsJson() {}

  static JsonNode of(Claims claims) {
    var manifest = claims.manifest();
    var json = NODES.objectNode();
    json.put("verified", false);
    json.put("name", manifest.name());
    json.put("version", manifest.version().toString());
    json.put("digest", claims.digest());
    json.put("signerHint", claims.signerHint());
    var recipients = json.putArray("recipients");
    claims
        .recipients()
        .forEach(
            one ->
                recipients.addObject().put("kind", one.kind().label()).put("keyId", one.keyId()));
    json.put("postQuantum", Recipient.arePostQuantum(claims.recipients()));
    json.putObject("plaintext")
        .put("sha256", manifest.plaintext().sha256())
        .put("length", manifest.plaintext().length());
    json.put("format", manifest.format().label());
    json.put("cipher", manifest.cipher().name());
    json.set("inputs", tensors(manifest.inputs()));
    json.set("outputs", tensors(manifest.outputs()));
    var opsets = json.putObject("opsets");
    new TreeMap<>(manifest.opsets()).forEach(opsets::put);
    json.put("precision", manifest.precision());
    manifest.evaluation().ifPresent(it -> json.set("evaluation", evaluation(it)));
    manifest.provenance().ifPresent(it -> json.set("provenance", it));
    return json;
  }

  private static ArrayNode tensors(List<Tensor> tensors) {
    var array = NODES.arrayNode();
    for (var tensor : tensors) {
      var shape =
          array
              .addObject()
              .put("name", tensor.name())
              .put("datatype", tensor.datatype())
              .putArray("shape");
      tensor.shape().forEach(shape::add);
    }
    return array;
  }

  private static ObjectNode evaluation(Evaluation it) {
    return NODES
        .objectNode()
        .put("metric", it.metric())
        .put("value", it.value())
        .put("lower", it.lower())
        .put("upper", it.upper())
        .put("rows", it.rows())
        .put("datasetSha256", it.datasetSha256());
  }
}
