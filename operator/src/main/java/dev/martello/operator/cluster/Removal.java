package dev.martello.operator.cluster;

import dev.martello.crds.ModelDeployment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Scales earlier revisions and takes away what is no longer wanted. */
public final class Removal {
  private final Informers informers;

  public Removal(Informers informers) {
    this.informers = informers;
  }

  /** Deletes; an object that is gone already is as good. */
  public List<Written> delete(Collection<HasMetadata> surplus, Context<ModelDeployment> context) {
    List<Written> writes = new ArrayList<>();
    for (HasMetadata object : surplus) {
      context.getClient().resource(object).delete();
      writes.add(
          new Written(
              Written.What.Deleted, object.getKind(), object.getMetadata().getName(), List.of()));
    }
    return writes;
  }

  /**
   * Sets the replicas of earlier revisions, which can't be rendered any more.
   *
   * @param replicas by name
   */
  public List<Written> scale(
      Collection<Deployment> standing,
      Map<String, Integer> replicas,
      Context<ModelDeployment> context) {
    List<Written> writes = new ArrayList<>();
    for (Deployment deployment : standing) {
      String name = deployment.getMetadata().getName();
      Integer wanted = replicas.get(name);
      if (wanted != null) {
        context
            .resourceOperations()
            .resourcePatch(
                deployment, d -> patch(d, wanted, context), informers.of(Deployment.class));
        writes.add(new Written(Written.What.Scaled, "Deployment", name, List.of("to " + wanted)));
      }
    }
    return writes;
  }

  private static Deployment patch(Deployment deployment, int replicas, Context<?> context) {
    return context
        .getClient()
        .resource(deployment)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager(Applier.FIELD_MANAGER)
                .build(),
            "[{\"op\":\"add\",\"path\":\"/spec/replicas\",\"value\":%d}]".formatted(replicas));
  }
}
