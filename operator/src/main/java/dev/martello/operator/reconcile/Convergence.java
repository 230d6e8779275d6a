package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import dev.martello.operator.callers.CallersConfigMap;
import dev.martello.operator.callers.ClusterIssuer;
import dev.martello.operator.callers.PublishedKeys;
import dev.martello.operator.certificates.Authorities;
import dev.martello.operator.certificates.AuthorityConfigMap;
import dev.martello.operator.cluster.Applied;
import dev.martello.operator.cluster.Applier;
import dev.martello.operator.cluster.Informers;
import dev.martello.operator.cluster.NodeFacts;
import dev.martello.operator.cluster.Ownership;
import dev.martello.operator.cluster.Removal;
import dev.martello.operator.cluster.Surplus;
import dev.martello.operator.cluster.Written;
import dev.martello.operator.desired.RenderResult;
import dev.martello.operator.desired.Rollout;
import dev.martello.operator.observed.ObservedObject;
import dev.martello.operator.observed.ObservedObject.Standing;
import dev.martello.operator.observed.Sight;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One step from what stands to what is desired: render, apply what differs, scale and remove
 * earlier revisions.
 */
final class Convergence {
  private final Informers informers;
  private final Renderer renderer;
  private final Supplier<Authorities> authority;
  private final ClusterIssuer issuer;
  private final Applier applier;
  private final Removal removal;

  Convergence(
      Informers informers,
      Renderer renderer,
      Supplier<Authorities> authority,
      ClusterIssuer issuer,
      Applier applier) {
    this.informers = informers;
    this.renderer = renderer;
    this.authority = authority;
    this.issuer = issuer;
    this.applier = applier;
    this.removal = new Removal(informers);
  }

  Converged converge(
      ModelDeployment deployment, NodeFacts nodes, Context<ModelDeployment> context) {
    List<Deployment> standing = owned(Deployment.class, deployment);
    Converged rendered = renderer.render(deployment, nodes, standing);
    if (!(rendered.rendering() instanceof RenderResult.Rendered accepted)) {
      return rendered;
    }
    Rollout rollout = Rollout.plan(deployment, accepted.desired(), standing);
    List<HasMetadata> wanted = new ArrayList<>();
    wanted.add(
        AuthorityConfigMap.render(
            deployment.getMetadata().getNamespace(),
            deployment.getMetadata().getName(),
            Renderer.owner(accepted),
            authority.get()));
    List<ObservedObject> objects = new ArrayList<>(rendered.objects());
    callers(deployment, accepted, wanted, objects);
    wanted.addAll(rollout.apply());

    List<Written> writes = new ArrayList<>(rendered.writes());
    for (HasMetadata object : wanted) {
      Applied applied = apply(object, objects, standing, context);
      objects.add(applied.standing());
      writes.addAll(applied.writes());
    }
    writes.addAll(removal.scale(standing, rollout.scale(), context));
    writes.addAll(
        removal.delete(
            Surplus.of(
                deployment,
                standing,
                owned(ConfigMap.class, deployment),
                optional(deployment),
                owned(Job.class, deployment),
                wanted,
                rollout.delete(),
                accepted.desired().revision()),
            context));
    return new Converged(
        rendered.inputs(),
        rendered.rendering(),
        rendered.certificate(),
        objects,
        DriftRecord.named(deployment, accepted.desired().revision(), writes));
  }

  /** The keys by which callers' tokens are verified; without them no new Deployment is begun. */
  private void callers(
      ModelDeployment deployment,
      RenderResult.Rendered accepted,
      List<HasMetadata> wanted,
      List<ObservedObject> objects) {
    if (CallersConfigMap.wanted(deployment)) {
      switch (issuer.keys()) {
        case Sight.Seen<PublishedKeys> seen ->
            wanted.add(CallersConfigMap.render(deployment, Renderer.owner(accepted), seen.value()));
        case Sight.Unseen<PublishedKeys> unseen ->
            objects.add(
                new ObservedObject(
                    "ConfigMap",
                    CallersConfigMap.name(deployment.getMetadata().getName()),
                    Standing.Failed,
                    unseen.message()));
      }
    }
  }

  /**
   * Pods start only when all that protects them stands: a new Deployment waits for its policy and
   * account.
   */
  private Applied apply(
      HasMetadata object,
      List<ObservedObject> before,
      List<Deployment> standing,
      Context<ModelDeployment> context) {
    if (startsPods(object) && standing.stream().noneMatch(d -> sameName(d, object))) {
      for (ObservedObject earlier : before) {
        if (earlier.standing() != Standing.AsRendered) {
          return new Applied(
              new ObservedObject(
                  object.getKind(),
                  object.getMetadata().getName(),
                  Standing.Missing,
                  "it waits for " + earlier.kind() + " " + earlier.name()),
              List.of());
        }
      }
    }
    return applier.apply(object, context);
  }

  private static boolean startsPods(HasMetadata object) {
    return object instanceof Deployment || object instanceof Job;
  }

  private static boolean sameName(HasMetadata one, HasMetadata other) {
    return one.getMetadata().getName().equals(other.getMetadata().getName());
  }

  private List<HasMetadata> optional(ModelDeployment deployment) {
    List<HasMetadata> found = new ArrayList<>(owned(PodDisruptionBudget.class, deployment));
    found.addAll(owned(HorizontalPodAutoscaler.class, deployment));
    return found;
  }

  private <R extends HasMetadata> List<R> owned(Class<R> type, ModelDeployment deployment) {
    return informers.labelled(type, deployment).stream()
        .filter(object -> Ownership.owns(deployment, object))
        .toList();
  }
}
