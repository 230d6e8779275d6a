package dev.martello.operator.findings;

import static dev.martello.operator.findings.Row.bad;
import static dev.martello.operator.findings.Row.evidence;
import static dev.martello.operator.findings.Row.nothing;
import static dev.martello.operator.findings.Row.satisfied;
import static dev.martello.operator.findings.Row.spec;
import static dev.martello.operator.findings.Row.unknown;

import dev.martello.operator.observed.Receipt;
import dev.martello.operator.observed.Scene;
import dev.martello.operator.observed.Sight;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tables of the checks on the model, and of what holds for all checks that rest on evidence. */
final class ModelRows {
  private ModelRows() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(signature());
    rows.addAll(identity());
    rows.addAll(encryption());
    rows.addAll(mountedKey());
    rows.addAll(accuracy());
    rows.addAll(evaluation());
    return rows;
  }

  /** Pods that were made from another revision than the desired one. */
  static Consumer<Scene> older() {
    return scene ->
        scene.pod =
            pod ->
                new PodBuilder(pod)
                    .editMetadata()
                    .addToLabels("martello.dev/revision", "0000000000")
                    .endMetadata()
                    .build();
  }

  private static List<Row> mountedKey() {
    String id = "model-key";
    return List.of(
        satisfied(id, "the key that opened it", nothing(), Reason.KeyUnchanged),
        satisfied(
            id,
            "another that opens it too",
            evidence("/mountedKey/keyId", "sha256:" + "d".repeat(64)),
            Reason.KeyRotated),
        bad(
            id,
            "another that doesn't",
            scene ->
                scene
                    .evidence("/mountedKey/keyId", "sha256:" + "d".repeat(64))
                    .evidence("/mountedKey/opens", false),
            Reason.KeyDoesNotOpen),
        bad(
            id,
            "no key at all",
            scene -> scene.evidence("/mountedKey/keyId", null).evidence("/mountedKey/opens", false),
            Reason.KeyDoesNotOpen),
        unknown(id, "not reported", evidence("/mountedKey", null), Reason.EvidenceIncomplete));
  }

  private static List<Row> signature() {
    String id = "model-signature";
    return List.of(
        satisfied(id, "signed by a signer of a ModelTrust", nothing(), Reason.SignerTrusted),
        bad(
            id,
            "the signer was taken off the ModelTrust",
            scene -> scene.signers = List.of(Scene.signer("someone-else")),
            Reason.SignerNotTrusted),
        bad(
            id,
            "the same name with another key",
            scene -> scene.signers = List.of(Scene.signer("data-science")),
            Reason.SignerNotTrusted),
        bad(
            id,
            "one of two pods is signed by a stranger",
            scene -> {
              scene.spec("/replicas", 2);
              scene.pods =
                  pods -> {
                    Scene stranger = new Scene();
                    stranger.evidence("/model/signer/keyId", "sha256:0");
                    return List.of(
                        pods.getFirst(), stranger.situation().observed().pods().getFirst());
                  };
            },
            Reason.SignerNotTrusted),
        unknown(
            id, "no signer reported", evidence("/model/signer", null), Reason.EvidenceIncomplete),
        unknown(id, "no model reported", evidence("/model", null), Reason.EvidenceIncomplete),
        unknown(id, "no pod", scene -> scene.pods = pods -> List.of(), Reason.NoPods),
        unknown(id, "suspended", spec("/suspend", true), Reason.Suspended),
        unknown(
            id,
            "evidence eleven minutes old",
            scene -> scene.receivedAt = Scene.NOW.minusSeconds(660),
            Reason.EvidenceStale),
        unknown(
            id,
            "the pod does not say who it is",
            evidence("/pod/uid", null),
            Reason.EvidenceIncomplete),
        unknown(
            id,
            "another pod answers",
            evidence("/pod/uid", "uid-of-another"),
            Reason.EvidenceOfOtherPod),
        new Row(
            id,
            "no evidence",
            scene ->
                scene.evidenceInstead =
                    Optional.of(Sight.<Receipt>unseen("EvidenceMissing", "Not fetched yet.")),
            dev.martello.crds.Finding.Unknown,
            "EvidenceMissing"),
        unknown(
            id,
            "an endpoint that no pod of ours stands behind",
            scene ->
                scene.endpoints =
                    slices ->
                        List.of(
                            new EndpointSliceBuilder(slices.getFirst())
                                .addNewEndpoint()
                                .withAddresses("203.0.113.7")
                                .endEndpoint()
                                .build()),
            Reason.StrayEndpoint));
  }

  private static List<Row> identity() {
    String id = "model-identity";
    return List.of(
        satisfied(id, "name, version and digest as asked", nothing(), Reason.ModelAsked),
        satisfied(
            id, "a newer version", spec("/model/minimumVersion", "1.0.0-rc.1"), Reason.ModelAsked),
        satisfied(
            id,
            "any version and digest",
            scene -> scene.spec("/model/minimumVersion", null).spec("/model/digest", null),
            Reason.ModelAsked),
        bad(
            id,
            "another model by the same signer",
            evidence("/model/name", "lung"),
            Reason.OtherModel),
        bad(id, "an older version", evidence("/model/version", "0.9.9"), Reason.OtherModel),
        bad(id, "a copy in ONNX Runtime", spec("/model/memory", "strict"), Reason.OtherModel),
        satisfied(
            id,
            "strict memory as asked",
            scene -> scene.spec("/model/memory", "strict").evidence("/model/memory", "strict"),
            Reason.ModelAsked),
        bad(id, "a pre-release of it", evidence("/model/version", "1.0.0-rc.1"), Reason.OtherModel),
        bad(id, "no version at all", evidence("/model/version", "latest"), Reason.OtherModel),
        bad(
            id,
            "another digest",
            evidence("/model/digest", "sha256:" + "9".repeat(64)),
            Reason.OtherModel),
        unknown(
            id,
            "an earlier revision with another digest serves",
            older().andThen(evidence("/model/digest", "sha256:" + "9".repeat(64))),
            Reason.OlderRevision),
        unknown(id, "no model reported", evidence("/model", null), Reason.EvidenceIncomplete));
  }

  private static List<Row> encryption() {
    String id = "model-encryption";
    return List.of(
        satisfied(id, "the cipher of sealed models", nothing(), Reason.Encrypted),
        bad(id, "no encryption", evidence("/model/cipher", "none"), Reason.CipherNotAccepted),
        bad(
            id,
            "a key that is no recipient's",
            evidence("/model/recipientKeyId", "sha256:0"),
            Reason.KeyNotRecipient),
        unknown(
            id, "no cipher reported", evidence("/model/cipher", null), Reason.EvidenceIncomplete),
        unknown(id, "no model reported", evidence("/model", null), Reason.EvidenceIncomplete));
  }

  private static List<Row> evaluation() {
    String id = "accuracy-evaluated";
    return List.of(
        satisfied(
            id,
            "evaluated before it served",
            scene -> scene.evaluated(true, "accuracy", "0.97"),
            Reason.EvaluatedByJob),
        satisfied(
            id,
            "another metric, and none is demanded",
            scene -> {
              scene.minimumAccuracy = Optional.empty();
              scene.evaluated(true, "auroc", "0.7");
            },
            Reason.EvaluatedByJob),
        Row.not(id, "no evaluation asked for", nothing(), Reason.NoEvaluationDemanded),
        Row.not(
            "accuracy-report",
            "an evaluation in its place",
            scene -> scene.evaluated(true, "accuracy", "0.97"),
            Reason.EvaluatedByJob),
        Row.not(id, "a signer's report stood in", reported(), Reason.ReportBySigner),
        satisfied("accuracy-report", "it stood in", reported(), Reason.ReportBySigner),
        bad(
            id,
            "another model than the evaluated one",
            scene -> {
              scene.evaluated(true, "accuracy", "0.97");
              scene.evidence("/model/plaintextDigest", "sha256:" + "5".repeat(64));
            },
            Reason.OtherModelEvaluated),
        bad(
            id,
            "another metric than the ModelTrusts demand",
            scene -> scene.evaluated(true, "f1", "0.97"),
            Reason.OtherMetric),
        bad(
            id,
            "a ModelTrust has come to demand more",
            scene -> scene.evaluated(true, "accuracy", "0.94"),
            Reason.AccuracyTooLow),
        unknown(
            id,
            "a revision serves that was not evaluated",
            scene -> {
              scene.evaluated(true, "accuracy", "0.97");
              older().accept(scene);
            },
            Reason.NotEvaluated),
        unknown(
            id,
            "the pod does not say which model",
            scene -> {
              scene.evaluated(true, "accuracy", "0.97");
              scene.evidence("/model/plaintextDigest", null);
            },
            Reason.EvidenceIncomplete));
  }

  private static Consumer<Scene> reported() {
    return scene -> {
      scene.evaluatedBy = "signer";
      scene.evaluated(true, "accuracy", "0.97");
    };
  }

  private static List<Row> accuracy() {
    String id = "accuracy-report";
    return List.of(
        satisfied(id, "above the minimum", nothing(), Reason.ReportBySigner),
        satisfied(
            id,
            "exactly the minimum",
            scene -> scene.minimumAccuracy = Optional.of(new BigDecimal("0.970")),
            Reason.ReportBySigner),
        satisfied(
            id,
            "another metric, nothing demanded",
            scene -> {
              scene.minimumAccuracy = Optional.empty();
              scene.evidence("/model/evaluation/metric", "f1");
            },
            Reason.ReportBySigner),
        bad(
            id,
            "below the minimum",
            scene -> scene.minimumAccuracy = Optional.of(new BigDecimal("0.971")),
            Reason.AccuracyTooLow),
        bad(
            id,
            "another metric than demanded",
            evidence("/model/evaluation/metric", "f1"),
            Reason.OtherMetric),
        bad(id, "no report", evidence("/model/evaluation", null), Reason.NoReport),
        bad(id, "a report on no rows", evidence("/model/evaluation/rows", 0), Reason.NoReport),
        unknown(id, "no model reported", evidence("/model", null), Reason.EvidenceIncomplete));
  }
}
