package dev.martello.operator.findings;

import dev.martello.crds.ModelDeploymentSpec;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.desired.EvaluationGate;
import dev.martello.operator.desired.Inputs;
import dev.martello.operator.desired.RenderResult;
import dev.martello.operator.desired.RenderResult.Rendered;
import dev.martello.operator.observed.Observed;
import dev.martello.operator.observed.ObservedPod;
import java.util.Optional;

/** What a check may look at: what was wanted, and what was seen. */
public record Situation(Observed observed, Inputs inputs, RenderResult rendering) {

  public ModelDeploymentSpec spec() {
    return observed.deployment().getSpec();
  }

  /** What the profile demands of that check besides; empty if it demands nothing, or nonsense. */
  Optional<String> parameter(String check, Parameter parameter) {
    return Profile.of(this).parameter(check, parameter).filter(parameter::takes);
  }

  /** Empty if the spec was not accepted. */
  public Optional<Desired> desired() {
    return rendering instanceof Rendered rendered
        ? Optional.of(rendered.desired())
        : Optional.empty();
  }

  /** Whether the desired revision must be evaluated and was not yet; a verdict opens or refuses. */
  public boolean awaitsEvaluation() {
    return desired()
        .filter(
            d ->
                EvaluationGate.of(observed.deployment(), d.revision())
                    instanceof EvaluationGate.Waiting)
        .isPresent();
  }

  /**
   * Whether the pod was made from another revision than the desired one, so that it can't be held
   * against the present spec.
   */
  public boolean outdated(ObservedPod pod) {
    return desired().filter(d -> !d.revision().equals(pod.revision())).isPresent();
  }

  /** The same, with only the pods of that revision. */
  public Situation only(String revision) {
    return new Situation(observed.only(revision), inputs, rendering);
  }
}
