package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import dev.martello.operator.certificates.CertificateAuthority;
import dev.martello.operator.cluster.EvaluationPods;
import dev.martello.operator.cluster.Informers;
import dev.martello.operator.cluster.NodeFacts;
import dev.martello.operator.cluster.Ownership;
import dev.martello.operator.cluster.PodWarnings;
import dev.martello.operator.cluster.SurroundingsReader;
import dev.martello.operator.desired.RenderResult;
import dev.martello.operator.evidence.EvidenceGatherer;
import dev.martello.operator.observed.Dependents;
import dev.martello.operator.observed.Observed;
import dev.martello.operator.observed.ObservedEvaluation;
import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Looks at the cluster and the pods after a round's writes. */
final class Observation {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final Informers informers;
  private final SurroundingsReader surroundings;
  private final PodWarnings warnings;
  private final EvaluationPods evaluationPods;
  private final EvidenceGatherer evidence;
  private final InstantSource clock;

  Observation(
      Informers informers,
      SurroundingsReader surroundings,
      PodWarnings warnings,
      EvaluationPods evaluationPods,
      EvidenceGatherer evidence,
      InstantSource clock) {
    this.informers = informers;
    this.surroundings = surroundings;
    this.warnings = warnings;
    this.evaluationPods = evaluationPods;
    this.evidence = evidence;
    this.clock = clock;
  }

  Observed observe(ModelDeployment deployment, NodeFacts nodes, Converged converged) {
    List<Pod> pods = informers.labelled(Pod.class, deployment);
    List<ObservedPod> observedPods =
        evidence.gather(
            deployment.getMetadata().getUid(),
            CertificateAuthority.serviceNames(
                    deployment.getMetadata().getName(), deployment.getMetadata().getNamespace())
                .getFirst(),
            pods,
            Pace.settled(deployment) && !Pace.young(pods, clock.instant()),
            deployment.getSpec().compliance().probing());
    return new Observed(
        deployment,
        clock.instant(),
        surroundings.around(deployment, nodes),
        dependents(deployment, converged),
        observedPods,
        warnings.of(pods));
  }

  private Dependents dependents(ModelDeployment deployment, Converged converged) {
    String service = deployment.getMetadata().getName();
    return new Dependents(
        informers.labelled(Deployment.class, deployment).stream()
            .filter(object -> Ownership.owns(deployment, object))
            .toList(),
        informers.labelled(EndpointSlice.class, deployment).stream()
            .filter(slice -> service.equals(slice.getMetadata().getLabels().get(SERVICE_NAME)))
            .toList(),
        informers.labelled(PodDisruptionBudget.class, deployment).stream()
            .filter(object -> Ownership.owns(deployment, object))
            .findFirst(),
        converged.objects(),
        converged.certificate(),
        DriftRecord.of(deployment, converged.writes(), clock.instant()),
        evaluation(deployment, converged));
  }

  /** Looked for only while the rendered Job says that there is no verdict. */
  private Optional<ObservedEvaluation> evaluation(ModelDeployment deployment, Converged converged) {
    if (!(converged.rendering() instanceof RenderResult.Rendered rendered)) {
      return Optional.empty();
    }
    return rendered
        .desired()
        .object(Job.class)
        .flatMap(
            wanted ->
                informers.labelled(Job.class, deployment).stream()
                    .filter(job -> Ownership.owns(deployment, job))
                    .filter(
                        job -> job.getMetadata().getName().equals(wanted.getMetadata().getName()))
                    .findFirst())
        .map(
            job -> {
              List<Pod> pods = evaluationPods.of(job);
              return new ObservedEvaluation(
                  job, pods.stream().map(ObservedPod::unasked).toList(), warnings.of(pods));
            });
  }
}
