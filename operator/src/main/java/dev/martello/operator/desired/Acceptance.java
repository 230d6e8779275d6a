package dev.martello.operator.desired;

import dev.martello.crds.Evaluation;
import dev.martello.crds.EvaluationInput;
import dev.martello.crds.EvaluationMetric;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.crds.TrustedSigner;
import dev.martello.operator.desired.RenderResult.Rejected;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the schema can't say: whether this spec can be rendered, here and now. */
final class Acceptance {
  private Acceptance() {}

  /** The first reason against it, in the order in which a person would mend them. */
  static Optional<Rejected> judge(@Nullable ModelDeploymentSpec spec, Inputs inputs) {
    if (spec == null || spec.model() == null || spec.decryptionKey() == null) {
      return rejected(
          Rejection.SpecIncomplete,
          "spec.model and spec.decryptionKey are required: add them; is the current CustomResourceDefinition installed?");
    }
    return source(spec)
        .or(() -> runtime(spec, inputs.runtimeImages()))
        .or(() -> resources(spec))
        .or(() -> signers(inputs.trust()))
        .or(() -> evaluation(spec.evaluation(), inputs.trust()))
        .or(() -> imageVolume(spec, inputs));
  }

  private static Optional<Rejected> evaluation(@Nullable Evaluation evaluation, Trust trust) {
    if (evaluation == null) {
      return trust.evaluationRequired()
          ? rejected(
              Rejection.EvaluationRequired,
              "A ModelTrust of this namespace demands that models are evaluated here before they serve: add spec.evaluation.")
          : Optional.empty();
    }
    boolean agreement = evaluation.metric() == EvaluationMetric.AGREEMENT;
    boolean bounded =
        evaluation.metric() == EvaluationMetric.RMSE
            ? evaluation.maximum() != null
            : evaluation.minimum() != null;
    return bounded
            && complete(evaluation.dataset())
            && agreement == (evaluation.reference() != null)
            && (!agreement || complete(evaluation.reference()))
        ? Optional.empty()
        : rejected(
            Rejection.SpecIncomplete,
            "spec.evaluation: dataset, metric and minimum (maximum for rmse, reference for agreement) are required: add them; is the current CustomResourceDefinition installed?");
  }

  private static boolean complete(@Nullable EvaluationInput input) {
    return input != null && input.source() != null && input.decryptionKey() != null;
  }

  private static Optional<Rejected> source(ModelDeploymentSpec spec) {
    var source = spec.model().source();
    if (source != null
        && (source.image() != null
            || source.configMap() != null
            || source.persistentVolumeClaim() != null)) {
      return Optional.empty();
    }
    return rejected(
        Rejection.SpecIncomplete,
        "spec.model.source names no place: set one of image, persistentVolumeClaim and configMap.");
  }

  private static Optional<Rejected> runtime(ModelDeploymentSpec spec, Map<String, String> allowed) {
    String image = allowed.get(spec.runtime());
    if (image == null) {
      return rejected(
          Rejection.RuntimeNotAllowed,
          "spec.runtime: '%s' is not on the operator's list of runtimes %s: use one of them, or have it added to the ConfigMap martello-runtimes."
              .formatted(spec.runtime(), new TreeSet<>(allowed.keySet())));
    }
    if (!image.strip().matches("\\S+@sha256:[0-9a-f]{64}")) {
      return rejected(
          Rejection.RuntimeNotAllowed,
          "spec.runtime: the ConfigMap martello-runtimes names '%s' for '%s', without a digest: write NAME@sha256:<64 hex digits> there."
              .formatted(image, spec.runtime()));
    }
    return Optional.empty();
  }

  private static Optional<Rejected> resources(ModelDeploymentSpec spec) {
    for (Map.Entry<String, Quantity> limit : spec.resources().limits().entrySet()) {
      String problem = problem(limit.getKey(), limit.getValue());
      if (!problem.isEmpty()) {
        return rejected(
            Rejection.ResourcesInvalid,
            "spec.resources.limits.%s: %s.".formatted(limit.getKey(), problem));
      }
    }
    return Optional.empty();
  }

  private static String problem(String name, Quantity quantity) {
    if (!name.equals("cpu") && !name.equals("memory")) {
      return "Martello serves on CPU only, remove it";
    }
    try {
      String amount = CanonicalQuantity.of(name, quantity).getAmount();
      return amount.startsWith("-") || amount.equals("0") ? "must be above zero, raise it" : "";
    } catch (IllegalArgumentException | ArithmeticException malformed) {
      return "'%s' is not a quantity that a container can have, write for example 500m or 512Mi"
          .formatted(quantity);
    }
  }

  private static Optional<Rejected> signers(Trust trust) {
    if (trust.signers().isEmpty()) {
      return rejected(
          Rejection.NoTrustedSigner,
          "No ModelTrust in this namespace names a signer, so no model is believed: have an approver create one with the public key of whoever signed the model.");
    }
    for (TrustedSigner signer : trust.signers()) {
      if (Signers.keyId(signer).isEmpty()) {
        return rejected(
            Rejection.SignerKeyMalformed,
            "ModelTrust, signer '%s': publicKey is no PEM public key: put the whole text of signer.pub.pem there, from BEGIN to END."
                .formatted(signer.name()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Rejected> imageVolume(ModelDeploymentSpec spec, Inputs inputs) {
    if (spec.model().source().image() == null || inputs.imageVolumes()) {
      return Optional.empty();
    }
    return rejected(
        Rejection.ImageVolumeUnsupported,
        "spec.model.source.image: this cluster's API server drops image volumes (Kubernetes 1.35 and later have them on by default): switch the feature gate ImageVolume on, or use persistentVolumeClaim or configMap.");
  }

  private static Optional<Rejected> rejected(Rejection reason, String message) {
    return Optional.of(new Rejected(reason, message));
  }
}
