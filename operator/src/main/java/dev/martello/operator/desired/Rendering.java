package dev.martello.operator.desired;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.operator.desired.RenderResult.Rejected;
import dev.martello.operator.desired.RenderResult.Rendered;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a ModelDeployment into the objects that make it so. */
public final class Rendering {

  private Rendering() {}

  /** Same arguments, same bytes; never throws for what a user can write. */
  public static RenderResult render(ModelDeployment deployment, Inputs inputs) {
    Optional<Rejected> rejected = Acceptance.judge(deployment.getSpec(), inputs);
    if (rejected.isPresent()) {
      return rejected.get();
    }
    return new Rendered(desired(deployment, inputs));
  }

  private static Desired desired(ModelDeployment deployment, Inputs inputs) {
    ModelDeploymentSpec spec = deployment.getSpec();
    String image = inputs.runtimeImages().getOrDefault(spec.runtime(), "");
    Settings settings =
        new Settings(
            RuntimeSettings.json(deployment),
            Signers.json(inputs.trust().signers()),
            Optional.ofNullable(spec.evaluation())
                .map(evaluation -> EvaluationSettings.json(evaluation, inputs.trust())));
    PodPlan plan = new PodPlan(image, settings, inputs.userNamespaces(), Optional.empty());
    String revision = Revision.of(deployment, plan);
    Names names = Names.of(deployment, revision);
    int replicas = spec.suspend() ? 0 : spec.replicas();

    List<HasMetadata> objects = new ArrayList<>();
    objects.add(ServiceAccountRendering.render(names));
    objects.add(NetworkPolicyRendering.render(names, spec.access(), inputs.operatorNamespace()));
    objects.add(ServiceRendering.render(names));
    objects.add(ConfigMapRendering.render(names, settings));
    if (replicas >= 2) {
      objects.add(DisruptionBudgetRendering.render(names));
    }
    Optional.ofNullable(spec.scaling())
        .filter(scaling -> !spec.suspend())
        .ifPresent(scaling -> objects.add(AutoscalerRendering.render(names, deployment, scaling)));
    EvaluationGate gate = EvaluationGate.of(deployment, revision);
    Optional.ofNullable(spec.evaluation())
        .ifPresent(
            evaluation -> {
              objects.add(EvaluationJob.policy(names));
              boolean refused =
                  Rollout.refusal(deployment)
                      .filter(refusal -> refusal.revision().equals(revision))
                      .isPresent();
              if (gate instanceof EvaluationGate.Waiting && replicas > 0 && !refused) {
                objects.add(EvaluationJob.render(names, spec, evaluation, plan));
              }
            });
    PodPlan allowed =
        gate instanceof EvaluationGate.Passed passed ? plan.judged(passed.plaintextSha256()) : plan;
    inputs
        .certificateSecret()
        .map(
            secret ->
                DeploymentRendering.render(
                    names, spec, allowed, secret, gate.open() ? replicas : 0))
        .ifPresent(objects::add);
    return new Desired(
        revision, replicas, image, settings.runtimeSha256(), settings.signersSha256(), objects);
  }
}
