package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.certificates.ServingCertificates;
import dev.martello.operator.cluster.Informers;
import dev.martello.operator.cluster.MountedSecrets;
import dev.martello.operator.cluster.NodeFacts;
import dev.martello.operator.cluster.Written;
import dev.martello.operator.evidence.EvidenceGatherer;
import dev.martello.operator.findings.Exceptions;
import dev.martello.operator.findings.Situation;
import dev.martello.operator.observed.Observed;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.status.NextStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One round for one ModelDeployment: nodes, writes, observation, judgement, and when to look again.
 */
final class Round {
  private final Informers informers;
  private final Convergence convergence;
  private final Observation observation;
  private final ServingCertificates certificates;
  private final EvidenceGatherer evidence;
  private final Duration interval;

  /**
   * @param pause until the next round, if no event comes first
   */
  record Outcome(ModelDeploymentStatus status, List<Written> writes, Duration pause) {}

  Round(
      Informers informers,
      Convergence convergence,
      Observation observation,
      ServingCertificates certificates,
      EvidenceGatherer evidence,
      Duration interval) {
    this.informers = informers;
    this.convergence = convergence;
    this.observation = observation;
    this.certificates = certificates;
    this.evidence = evidence;
    this.interval = interval;
  }

  Outcome run(ModelDeployment deployment, Context<ModelDeployment> context) {
    NodeFacts nodes = NodeFacts.of(informers.nodes());
    Converged converged = convergence.converge(deployment, nodes, context);
    Observed observed = observation.observe(deployment, nodes, converged);
    Situation situation = new Situation(observed, converged.inputs(), converged.rendering());
    ModelDeploymentStatus status = NextStatus.of(situation);

    List<Written> writes = new ArrayList<>(converged.writes());
    retired(deployment, observed)
        .forEach(name -> writes.add(new Written(Written.What.Deleted, "Secret", name, List.of())));
    boolean asking =
        evidence.owed(deployment.getMetadata().getUid())
            || Pace.young(pods(observed), observed.now());
    Duration pause =
        Pace.next(
            deployment.getStatus(),
            status,
            asking,
            converged.unfinished(),
            interval,
            observed.now());
    return new Outcome(
        status, writes, Pace.until(Exceptions.nextEnd(situation), observed.now(), pause));
  }

  private List<String> retired(ModelDeployment deployment, Observed observed) {
    return certificates.retire(
        deployment, MountedSecrets.of(pods(observed), observed.dependents().deployments()));
  }

  private static List<Pod> pods(Observed observed) {
    return observed.pods().stream().map(ObservedPod::pod).toList();
  }
}
