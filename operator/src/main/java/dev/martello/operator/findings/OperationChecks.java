package dev.martello.operator.findings;

import dev.martello.crds.Grade;
import dev.martello.operator.desired.Desired;
import dev.martello.operator.desired.Rollout;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedObject;
import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import java.util.Optional;

/** How the deployment is run: logged, doubled, looked after. */
final class OperationChecks {

  static final Check LOGGING =
      Check.counted(
          Grade.Reported,
          "access-log",
          List.of("A.8.15"),
          "Every request leaves a line in the log, without its contents",
          new Check.Meaning(
              "Every serving pod reports that it logs all requests.",
              "A pod logs only some, or none.",
              "A pod does not report it."),
          situation -> PerPod.evidence(situation, (pod, seen) -> logging(seen)));

  static final Check REDUNDANCY =
      Check.counted(
          Grade.Declared,
          "redundancy",
          List.of("A.8.14"),
          "Serving survives the loss of a node",
          new Check.Meaning(
              "Two or more ready pods on two or more nodes (or as many as the profile's parameter nodes says), and a PodDisruptionBudget. Not applicable with fewer than two replicas.",
              "The pods are on too few nodes, or the budget is missing.",
              "Not all pods are ready yet."),
          OperationChecks::redundancy);

  private OperationChecks() {}

  private static Verdict logging(Evidence seen) {
    String log = seen.accessLog();
    if (log == null) {
      return ModelChecks.missing("accessLog");
    }
    return log.equals("all")
        ? Verdict.satisfied(Reason.AllLogged, "accessLog: all")
        : Verdict.notSatisfied(Reason.NotAllLogged, "accessLog: " + log);
  }

  private static Verdict redundancy(Situation situation) {
    int wanted = situation.spec().suspend() ? 0 : situation.spec().replicas();
    if (wanted < 2) {
      return Verdict.notApplicable(Reason.SingleReplica, "%d replicas asked for".formatted(wanted));
    }
    return RealNode.needed(OperationChecks::doubled).apply(situation);
  }

  private static Verdict doubled(Situation situation) {
    var dependents = situation.observed().dependents();
    Optional<Desired> desired = situation.desired();
    if (desired.isEmpty()) {
      return Verdict.unknown(Reason.NothingRendered, "the spec is not accepted, see Accepted");
    }
    int replicas = desired.get().replicas();
    boolean complete =
        dependents
            .deployment(desired.get().revision())
            .filter(d -> Rollout.complete(d, replicas))
            .isPresent();
    if (!complete) {
      return Verdict.unknown(
          Reason.ReplicasNotReady, "not all of %d pods are ready".formatted(replicas));
    }
    boolean budget =
        dependents.disruptionBudget().isPresent()
            || dependents.objects().stream()
                .anyMatch(
                    o ->
                        o.kind().equals("PodDisruptionBudget")
                            && o.standing() == ObservedObject.Standing.AsRendered);
    if (!budget) {
      return Verdict.notSatisfied(
          Reason.NoDisruptionBudget,
          "PodDisruptionBudget %s is missing".formatted(situation.observed().name()));
    }
    long nodes =
        situation.observed().serving().stream()
            .map(ObservedPod::pod)
            .flatMap(pod -> Optional.ofNullable(pod.getSpec()).map(PodSpec::getNodeName).stream())
            .distinct()
            .count();
    String saw = "%d pods ready on %d nodes".formatted(replicas, nodes);
    int wanted =
        situation.parameter(REDUNDANCY.id(), Parameter.NODES).map(Integer::parseInt).orElse(2);
    if (nodes >= 2 && nodes < wanted) {
      return Verdict.notSatisfied(Reason.TooFewNodes, saw + "; the profile demands " + wanted);
    }
    return nodes >= 2
        ? Verdict.satisfied(Reason.Redundant, saw)
        : Verdict.notSatisfied(Reason.SingleNode, saw);
  }
}
