package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import dev.martello.crds.ModelDeploymentStatus;
import dev.martello.operator.cluster.DeploymentGone;
import dev.martello.operator.cluster.Echoes;
import dev.martello.operator.cluster.Informers;
import dev.martello.operator.cluster.Written;
import dev.martello.operator.health.OperatorMetrics;
import dev.martello.operator.status.NextStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of contents of one round. */
final class ModelDeploymentReconciler implements Reconciler<ModelDeployment> {
  private static final int NOT_FOUND = 404;

  private final Function<Informers, Round> rounds;
  private final OperatorSettings.Scope scope;
  private final Announcements announcements;
  private final DecisionLog log;
  private final OperatorMetrics metrics;
  private final Housekeeping housekeeping;
  private final AuditTrail audit;
  private final FleetPublisher fleet;
  private final InstantSource clock;
  private final Echoes echoes;
  private @Nullable Round round;

  ModelDeploymentReconciler(
      Function<Informers, Round> rounds,
      OperatorSettings.Scope scope,
      Announcements announcements,
      DecisionLog log,
      OperatorMetrics metrics,
      Housekeeping housekeeping,
      AuditTrail audit,
      FleetPublisher fleet,
      InstantSource clock,
      Echoes echoes) {
    this.rounds = rounds;
    this.scope = scope;
    this.announcements = announcements;
    this.log = log;
    this.metrics = metrics;
    this.housekeeping = housekeeping;
    this.audit = audit;
    this.fleet = fleet;
    this.clock = clock;
    this.echoes = echoes;
  }

  @Override
  public List<EventSource<?, ModelDeployment>> prepareEventSources(
      EventSourceContext<ModelDeployment> context) {
    Informers informers = new Informers(context, echoes, scope.watched().isEmpty());
    round = rounds.apply(informers);
    fleet.follow(() -> context.getPrimaryCache().list().toList());
    return informers.all();
  }

  @Override
  public UpdateControl<ModelDeployment> reconcile(
      ModelDeployment deployment, Context<ModelDeployment> context) {
    if (!scope.mine(deployment)) {
      // Another operator's: not even a status is written.
      return UpdateControl.noUpdate();
    }
    metrics.reconciled();
    audit.open();
    housekeeping.tidy(context);
    try {
      return told(deployment, Objects.requireNonNull(round).run(deployment, context), context);
    } catch (DeploymentGone gone) {
      return UpdateControl.noUpdate();
    }
  }

  private UpdateControl<ModelDeployment> told(
      ModelDeployment deployment, Round.Outcome outcome, Context<ModelDeployment> context) {
    ModelDeploymentStatus before = deployment.getStatus();
    ModelDeploymentStatus now = outcome.status();
    for (Written write : outcome.writes()) {
      metrics.written(write.what().name());
      log.written(deployment, write);
      announcements.written(deployment, write);
    }
    metrics.observed(deployment, now, clock.instant());
    if (NextStatus.unchanged(before, now)) {
      return UpdateControl.<ModelDeployment>noUpdate().rescheduleAfter(outcome.pause());
    }
    metrics.written("StatusPatched");
    log.changed(deployment, before, now);
    announcements.changed(deployment, before, now);
    fleet.changed();
    echoes.status(deployment, context);
    return UpdateControl.patchStatus(withStatus(deployment, now)).rescheduleAfter(outcome.pause());
  }

  /** Only identity and status: applied by server-side apply, anything else would become ours. */
  private static ModelDeployment withStatus(ModelDeployment of, ModelDeploymentStatus status) {
    ModelDeployment fresh = new ModelDeployment();
    fresh.getMetadata().setNamespace(of.getMetadata().getNamespace());
    fresh.getMetadata().setName(of.getMetadata().getName());
    fresh.setStatus(status);
    return fresh;
  }

  @Override
  public ErrorStatusUpdateControl<ModelDeployment> updateErrorStatus(
      ModelDeployment deployment, Context<ModelDeployment> context, Exception failure) {
    if (failure instanceof KubernetesClientException refused
        && refused.getCode() == NOT_FOUND
        && DeploymentGone.isSo(context)) {
      log.gone(deployment);
      return ErrorStatusUpdateControl.<ModelDeployment>noStatusUpdate().withNoRetry();
    }
    if (failure instanceof CancellationException) {
      // The operator is stopping; whoever works next makes this round anew.
      return ErrorStatusUpdateControl.<ModelDeployment>noStatusUpdate().withNoRetry();
    }
    metrics.failed();
    log.failed(
        deployment, failure, context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0));
    return ErrorStatusUpdateControl.defaultErrorProcessing();
  }
}
