package dev.martello.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.runtime.evaluation.GateDemand;
import dev.martello.runtime.evaluation.GateResult;
import dev.martello.runtime.evaluation.ResultJson;
import dev.martello.runtime.evaluation.metric.ClassFigures;
import dev.martello.runtime.model.OnnxSession;
import dev.martello.runtime.settings.RuntimeSettings;
import dev.martello.sealedmodel.VerifiedModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What an evaluation leaves behind, figures only: a report on one line of the log, and its short
 * form with the report's digest as the termination message.
 */
record EvaluationReport(
    GateDemand demand,
    GateResult result,
    List<ClassFigures> classes,
    VerifiedModel model,
    VerifiedModel dataset) {
  private static final int LONGEST_MESSAGE = 600;

  /** One line of JSON without its end. */
  String full(RuntimeSettings settings) {
    ObjectNode json = ResultJson.of(demand, result, model, dataset);
    var shortfalls = json.putArray("shortfalls");
    result.shortfalls().forEach(shortfalls::add);
    var list = json.putArray("classes");
    for (ClassFigures figures : classes) {
      list.addObject()
          .put("class", figures.label())
          .put("rows", figures.rows())
          .put("recall", figures.recall());
    }
    json.putObject("environment")
        .put("namespace", settings.namespace())
        .put("deployment", settings.deployment())
        .put("modelDigest", model.digest())
        .put("datasetDigest", dataset.digest())
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("architecture", System.getProperty("os.arch"))
        .put("onnxRuntime", OnnxSession.runtimeVersion())
        .put("martello", RuntimeVersion.read());
    return json.toString();
  }

  TerminationMessage message(String full) {
    ObjectNode figures = ResultJson.of(demand, result, model, dataset);
    figures.put("reportSha256", sha256(full));
    String words =
        result.passed()
            ? result.measured()
                ? "The model does what is demanded."
                : "A trusted signer's report says that the model does what is demanded."
            : "The model falls short: " + String.join("; ", result.shortfalls()) + ".";
    return new TerminationMessage(
        result.passed() ? "EvaluationPassed" : "EvaluationFellShort",
        words.length() <= LONGEST_MESSAGE ? words : words.substring(0, LONGEST_MESSAGE - 1) + "…",
        figures);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
