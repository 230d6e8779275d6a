package dev.martello.runtime.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.model.LoadedModel;
import dev.martello.runtime.model.OnnxSession;
import dev.martello.sealedmodel.Evaluation;
import dev.martello.sealedmodel.Recipient;

/** Writes what was verified when the model was opened. */
final class ModelEvidence {
  private ModelEvidence() {}

  static void write(LoadedModel model, ObjectNode into) {
    into.put("name", model.name());
    into.put("version", model.version());
    into.put("digest", model.source().digest());
    into.put("plaintextDigest", "sha256:" + model.manifest().plaintext().sha256());
    ObjectNode signer = into.putObject("signer");
    signer.put("name", model.source().signer().name());
    signer.put("keyId", model.source().signer().keyId());
    into.put("memory", model.inPlace().isPresent() ? "strict" : "copied");
    into.put("cipher", model.manifest().cipher().name());
    into.put("recipientKeyId", model.keyId());
    ArrayNode recipients = into.putArray("recipients");
    for (Recipient recipient : model.source().recipients()) {
      recipients.addObject().put("kind", recipient.kind().label()).put("keyId", recipient.keyId());
    }
    model
        .manifest()
        .evaluation()
        .ifPresent(evaluation -> write(evaluation, into.putObject("evaluation")));
    into.put("onnxRuntime", OnnxSession.runtimeVersion());
  }

  private static void write(Evaluation evaluation, ObjectNode into) {
    into.put("metric", evaluation.metric());
    into.put("value", evaluation.value());
    into.put("lower", evaluation.lower());
    into.put("upper", evaluation.upper());
    into.put("rows", evaluation.rows());
    into.put("datasetSha256", evaluation.datasetSha256());
  }
}
