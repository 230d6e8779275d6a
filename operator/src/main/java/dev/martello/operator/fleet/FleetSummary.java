package dev.martello.operator.fleet;

import dev.martello.crds.ComplianceStatus;
import dev.martello.crds.ComplianceSummaryStatus;
import dev.martello.crds.Condition;
import dev.martello.crds.ControlSummary;
import dev.martello.crds.DeployedModel;
import dev.martello.crds.Finding;
import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The status of a ComplianceSummary: the same statuses give the same summary. */
public final class FleetSummary {
  private static final int MOST_CONCERNS = 10;

  private FleetSummary() {}

  public static ComplianceSummaryStatus of(List<ModelDeployment> fleet) {
    List<ModelDeployment> deployments = fleet.stream().sorted(Judgement.BY_NAME).toList();
    List<ControlSummary> controls =
        Judgement.byCheck(deployments).values().stream().map(FleetSummary::control).toList();
    int satisfied = controls.stream().mapToInt(ControlSummary::satisfied).sum();
    int notSatisfied = controls.stream().mapToInt(ControlSummary::notSatisfied).sum();
    int unknown = controls.stream().mapToInt(ControlSummary::unknown).sum();
    int accepted = controls.stream().mapToInt(ControlSummary::accepted).sum();
    int counted = satisfied + notSatisfied + unknown + accepted;
    return new ComplianceSummaryStatus(
        satisfied + "/" + counted,
        satisfied,
        counted,
        notSatisfied,
        unknown,
        accepted,
        deployments.size(),
        (int) deployments.stream().filter(d -> !Judgement.controls(d).isEmpty()).count(),
        (int) deployments.stream().filter(FleetSummary::compliant).count(),
        controls,
        deployments.stream()
            .limit(ComplianceSummaryStatus.MOST_MODELS)
            .map(FleetSummary::model)
            .toList(),
        Math.max(0, deployments.size() - ComplianceSummaryStatus.MOST_MODELS));
  }

  private static ControlSummary control(List<Judgement> judgements) {
    Finding worst = Judgement.worst(judgements);
    TreeSet<String> clauses = new TreeSet<>();
    judgements.forEach(judgement -> clauses.add(judgement.control().control()));
    return new ControlSummary(
        judgements.getFirst().control().id(),
        String.join("; ", clauses),
        worst,
        Judgement.count(judgements, Finding.Satisfied),
        Judgement.count(judgements, Finding.NotSatisfied),
        Judgement.count(judgements, Finding.Unknown),
        Judgement.count(judgements, Finding.Accepted),
        Judgement.count(judgements, Finding.Manual),
        Judgement.count(judgements, Finding.NotApplicable),
        concerns(judgements, worst).stream().limit(MOST_CONCERNS).toList());
  }

  /** Where somebody must look; nowhere while the worst is no shortcoming. */
  static List<String> concerns(List<Judgement> judgements, Finding worst) {
    return worst != Finding.NotSatisfied && worst != Finding.Unknown
        ? List.of()
        : judgements.stream()
            .filter(judgement -> judgement.finding() == worst)
            .map(Judgement::where)
            .toList();
  }

  private static boolean compliant(ModelDeployment deployment) {
    return Optional.ofNullable(deployment.getStatus())
        .flatMap(status -> status.condition("Compliant"))
        .filter(condition -> condition.status() == Condition.Status.True)
        .isPresent();
  }

  private static DeployedModel model(ModelDeployment deployment) {
    Optional<ModelDeploymentStatus> status = Optional.ofNullable(deployment.getStatus());
    return new DeployedModel(
        deployment.getMetadata().getNamespace(),
        deployment.getMetadata().getName(),
        deployment.getSpec().model().name(),
        status.map(ModelDeploymentStatus::model).orElse(null),
        status.map(ModelDeploymentStatus::readyReplicas).orElse(null),
        status.map(ModelDeploymentStatus::compliance).map(ComplianceStatus::score).orElse(null),
        deployment.getSpec().governance());
  }
}
