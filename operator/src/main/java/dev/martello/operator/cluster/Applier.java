package dev.martello.operator.cluster;

import dev.martello.crds.ModelDeployment;
import dev.martello.operator.observed.ObservedObject;
import dev.martello.operator.observed.ObservedObject.Standing;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Makes objects stand as rendered, by server-side apply, and writes only what differs. An object of
 * the same name that the ModelDeployment does not own is left alone.
 */
public final class Applier {
  /** Field manager of all that the operator applies. */
  public static final String FIELD_MANAGER = "martello-operator";

  private static final int UNPROCESSABLE = 422;

  private final Informers informers;
  private final Replacement replacement = new Replacement();

  public Applier(Informers informers) {
    this.informers = informers;
  }

  /**
   * Compares and writes one object.
   *
   * @throws DeploymentGone if the owner was deleted meanwhile
   * @throws KubernetesClientException only if there was no answer at all; a refusal is an answer
   */
  public <R extends HasMetadata> Applied apply(R desired, Context<ModelDeployment> context) {
    List<Written> writes = new ArrayList<>();
    try {
      ObservedObject standing = standing(desired, context, writes);
      return new Applied(standing, writes);
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == 0) {
        throw refused;
      }
      return new Applied(object(desired, Standing.Failed, Refusals.text(refused)), writes);
    }
  }

  private <R extends HasMetadata> ObservedObject standing(
      R desired, Context<ModelDeployment> context, List<Written> writes) {
    InformerEventSource<R, ModelDeployment> informer = informers.of(type(desired));
    Optional<R> found = find(desired, informer, context);
    if (found.isEmpty()) {
      requireOwner(context);
      context.resourceOperations().serverSideApply(desired, informer);
      writes.add(written(Written.What.Created, desired, List.of()));
      return object(desired, Standing.AsRendered, "");
    }
    R actual = found.get();
    if (!Ownership.owns(context.getPrimaryResource(), actual)) {
      return object(
          desired,
          Standing.NotOurs,
          "an object of this name is there already and belongs to "
              + Ownership.owner(actual)
              + "; rename or delete it, then the operator goes on");
    }
    if (actual.getMetadata().getDeletionTimestamp() != null) {
      return object(desired, Standing.Missing, "it is being deleted");
    }
    return corrected(desired, actual, informer, context, writes);
  }

  /**
   * When an owner is deleted, its dependents may be seen to go before it does. So what stood once
   * is made anew only if the owner is still there; the first time it is.
   */
  private static void requireOwner(Context<ModelDeployment> context) {
    if (context.getPrimaryResource().getStatus() != null && DeploymentGone.isSo(context)) {
      throw new DeploymentGone();
    }
  }

  private <R extends HasMetadata> ObservedObject corrected(
      R desired,
      R actual,
      InformerEventSource<R, ModelDeployment> informer,
      Context<ModelDeployment> context,
      List<Written> writes) {
    R current = actual;
    SortedSet<String> added = replacement.additions(actual);
    if (!added.isEmpty()) {
      current = replacement.replace(desired, actual, informer, context);
      writes.add(written(Written.What.DriftUndone, desired, List.copyOf(added)));
    }
    if (!matches(desired, current, context)) {
      List<String> by = List.copyOf(ForeignFields.managers(current, FIELD_MANAGER));
      update(desired, current, informer, context, writes, by);
    }
    return object(desired, Standing.AsRendered, "");
  }

  private <R extends HasMetadata> void update(
      R desired,
      R current,
      InformerEventSource<R, ModelDeployment> informer,
      Context<ModelDeployment> context,
      List<Written> writes,
      List<String> by) {
    try {
      context.resourceOperations().serverSideApply(desired, informer);
      writes.add(
          written(by.isEmpty() ? Written.What.Updated : Written.What.DriftUndone, desired, by));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != UNPROCESSABLE) {
        throw refused;
      }
      // A list entry of a changed key (a Service's port) stays beside ours, or a field is
      // immutable.
      Written.What what = replacement.force(desired, current, informer, context);
      writes.add(written(what, desired, by));
    }
  }

  private static <R extends HasMetadata> Optional<R> find(
      R desired, InformerEventSource<R, ModelDeployment> informer, Context<?> context) {
    // What the informer does not know may be there all the same: without our labels, or just made.
    return informer
        .get(ResourceID.fromResource(desired))
        .or(() -> Optional.ofNullable(context.getClient().resource(desired).get()));
  }

  static <R extends HasMetadata> boolean matches(R desired, R actual, Context<?> context) {
    return SSABasedGenericKubernetesResourceMatcher.<R>getInstance()
        .matches(actual, desired, context);
  }

  @SuppressWarnings("unchecked") // An object's class is the class of its kind.
  private static <R extends HasMetadata> Class<R> type(R object) {
    return (Class<R>) object.getClass();
  }

  private static ObservedObject object(HasMetadata desired, Standing standing, String detail) {
    return new ObservedObject(desired.getKind(), desired.getMetadata().getName(), standing, detail);
  }

  private static Written written(Written.What what, HasMetadata object, List<String> by) {
    return new Written(what, object.getKind(), object.getMetadata().getName(), by);
  }
}
