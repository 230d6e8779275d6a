package dev.martello.operator.reconcile;

import dev.martello.operator.callers.ClusterIssuer;
import dev.martello.operator.certificates.OperatorAuthority;
import dev.martello.operator.certificates.OperatorIdentity;
import dev.martello.operator.certificates.ServingCertificates;
import dev.martello.operator.cluster.Applier;
import dev.martello.operator.cluster.Echoes;
import dev.martello.operator.cluster.EvaluationPods;
import dev.martello.operator.cluster.ImageVolumes;
import dev.martello.operator.cluster.Informers;
import dev.martello.operator.cluster.PodWarnings;
import dev.martello.operator.cluster.SurroundingsReader;
import dev.martello.operator.evidence.EvidenceGatherer;
import dev.martello.operator.evidence.PodVisitor;
import dev.martello.operator.evidence.PositiveControls;
import dev.martello.operator.health.OperatorMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Puts the parts of the loop together, once per process; the informers come from the framework when
 * it registers the reconciler.
 */
final class Assembly {
  private final KubernetesClient client;
  private final InstantSource clock;
  private final String operatorNamespace;
  private final RuntimeImages runtimes;
  private final OperatorAuthority authority;
  private final Duration interval;
  private final OperatorSettings.Scope scope;
  private final ServingCertificates certificates;
  private final ImageVolumes imageVolumes;
  private final ClusterIssuer issuer;
  private final EvidenceGatherer evidence;

  Assembly(
      KubernetesClient client,
      InstantSource clock,
      OperatorSettings settings,
      Map<String, String> environment,
      RuntimeImages runtimes,
      OperatorAuthority authority) {
    this.client = client;
    this.clock = clock;
    this.operatorNamespace = settings.namespace();
    this.runtimes = runtimes;
    this.authority = authority;
    this.interval = settings.evidenceInterval();
    this.scope = settings.scope();
    this.certificates = new ServingCertificates(client, authority, clock);
    this.imageVolumes = new ImageVolumes(client, clock);
    this.issuer = new ClusterIssuer(client::raw, clock);
    this.evidence =
        new EvidenceGatherer(
            new PodVisitor(
                new OperatorIdentity(authority, clock),
                clock,
                interval,
                PositiveControls.of(environment, client.getConfiguration().getMasterUrl())),
            clock,
            interval);
  }

  ModelDeploymentReconciler reconciler(
      DecisionLog log,
      OperatorMetrics metrics,
      AuditTrail audit,
      FleetPublisher fleet,
      Echoes echoes) {
    Housekeeping housekeeping =
        new Housekeeping(
            List.of(
                certificates::retain, evidence::retain, metrics::retain, uids -> tendRoots(log)),
            clock);
    return new ModelDeploymentReconciler(
        informers -> round(informers, audit),
        scope,
        new Announcements(client, clock, log),
        log,
        metrics,
        housekeeping,
        audit,
        fleet,
        clock,
        echoes);
  }

  private void tendRoots(DecisionLog log) {
    try {
      authority.tend().ifPresent(done -> log.process(done, Map.of()));
    } catch (KubernetesClientException refused) {
      // There are years; the next time will do.
      log.process("AuthorityNotRotated", Map.of("status", refused.getCode()));
    }
  }

  EvidenceGatherer evidence() {
    return evidence;
  }

  private Round round(Informers informers, AuditTrail audit) {
    Renderer renderer =
        new Renderer(informers, runtimes, operatorNamespace, certificates, imageVolumes);
    Observation observation =
        new Observation(
            informers,
            new SurroundingsReader(client, informers, clock, audit::state),
            new PodWarnings(client),
            new EvaluationPods(client),
            evidence,
            clock);
    return new Round(
        informers,
        new Convergence(informers, renderer, authority, issuer, new Applier(informers)),
        observation,
        certificates,
        evidence,
        interval);
  }
}
