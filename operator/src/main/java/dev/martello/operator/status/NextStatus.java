package dev.martello.operator.status;

import dev.martello.crds.Condition;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.crds.Refusal;
import dev.martello.operator.findings.Catalog;
import dev.martello.operator.findings.ConditionType;
import dev.martello.operator.findings.Judged;
import dev.martello.operator.findings.Profile;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Labels;
import dev.martello.operator.observed.Observed;
import dev.martello.operator.observed.ObservedPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status that the resource should have, given the one that it has. */
public final class NextStatus {
  private static final Set<String> OURS =
      Stream.of(ConditionType.values()).map(Enum::name).collect(Collectors.toSet());

  private NextStatus() {}

  /** Same situation, same status: all times in it are of the last change. */
  public static ModelDeploymentStatus of(Situation situation) {
    Observed observed = situation.observed();
    @Nullable ModelDeploymentStatus previous = observed.deployment().getStatus();
    List<Judged> judged = Catalog.judge(situation);
    List<Judged> counted = Catalog.counted(judged, situation);
    Profile profile = Catalog.profile(situation);
    Optional<Refusal> refused = Refusals.of(situation);

    List<Statement> statements = new ArrayList<>();
    statements.add(ObjectConditions.accepted(situation));
    statements.add(ObjectConditions.applied(situation));
    statements.add(ObjectConditions.available(situation));
    statements.addAll(TopicConditions.of(judged));
    statements.add(TopicConditions.compliant(counted, profile, observed.embedded(), refused));
    statements.addAll(Progress.of(situation, refused));

    return new ModelDeploymentStatus(
        observed.generation(),
        Conditions.timed(statements, previous, observed),
        Serving.revision(situation).orElse(null),
        refused.orElse(null),
        (int) observed.pods().stream().filter(pod -> !pod.terminating()).count(),
        (int) observed.pods().stream().filter(ObservedPod::ready).count(),
        Labels.DEPLOYMENT + "=" + observed.name(),
        Serving.model(situation).orElse(null),
        observed.dependents().certificate().orElse(null),
        ComplianceReport.of(counted, profile, previous, observed.now()),
        Revisions.of(situation, refused),
        observed.dependents().lastDrift().orElse(null),
        Evaluations.of(situation));
  }

  /** Whether nothing of ours has changed; conditions that others write are not compared. */
  public static boolean unchanged(
      @Nullable ModelDeploymentStatus previous, ModelDeploymentStatus next) {
    return previous != null && withOwnConditions(previous).equals(withOwnConditions(next));
  }

  private static ModelDeploymentStatus withOwnConditions(ModelDeploymentStatus status) {
    List<Condition> own =
        status.conditions().stream().filter(c -> OURS.contains(c.type())).toList();
    return status.withConditions(own);
  }
}
