package dev.martello.operator.cluster;

import dev.martello.crds.ModelDeployment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What server-side apply can't do: take away what others added, and change what it may only add to.
 * The whole of spec and data is put as rendered by a JSON patch (RFC 6902); where even that is
 * refused, the object is deleted and made anew.
 */
final class Replacement {
  private static final List<String> OURS_ALONE = List.of("spec", "data", "binaryData");
  private static final int UNPROCESSABLE = 422;

  /**
   * State of objects, by uid, in which others own nothing but what the API server fills in anyhow.
   */
  private final Map<String, String> harmless = new ConcurrentHashMap<>();

  /** Fields that others added and that a replacement would take away. */
  SortedSet<String> additions(HasMetadata actual) {
    SortedSet<String> added = ForeignFields.added(actual, Applier.FIELD_MANAGER);
    boolean known = state(actual).equals(harmless.get(actual.getMetadata().getUid()));
    return known ? new TreeSet<>() : added;
  }

  /** Puts spec and data as rendered. */
  <R extends HasMetadata> R replace(
      R desired,
      R actual,
      InformerEventSource<R, ModelDeployment> informer,
      Context<ModelDeployment> context) {
    R replaced =
        context
            .resourceOperations()
            .resourcePatch(desired, object -> patch(object, actual, context), informer);
    if (!ForeignFields.added(replaced, Applier.FIELD_MANAGER).isEmpty()) {
      harmless.put(replaced.getMetadata().getUid(), state(replaced));
    }
    return replaced;
  }

  /** Brings a refused object to what is rendered, whatever it takes. */
  <R extends HasMetadata> Written.What force(
      R desired,
      R actual,
      InformerEventSource<R, ModelDeployment> informer,
      Context<ModelDeployment> context) {
    try {
      replace(desired, actual, informer, context);
      context.resourceOperations().serverSideApply(desired, informer);
      return Written.What.DriftUndone;
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != UNPROCESSABLE) {
        throw refused;
      }
      context.getClient().resource(actual).delete();
      context.resourceOperations().serverSideApply(desired, informer);
      return Written.What.Recreated;
    }
  }

  private static <R extends HasMetadata> R patch(R desired, R actual, Context<?> context) {
    var json = context.getClient().getKubernetesSerialization();
    Map<?, ?> wanted = json.convertValue(desired, Map.class);
    Map<?, ?> standing = json.convertValue(actual, Map.class);
    List<Map<String, Object>> operations =
        OURS_ALONE.stream()
            .map(
                root -> {
                  Map<String, Object> operation = new LinkedHashMap<>();
                  Object value = wanted.get(root);
                  if (value != null) {
                    // In RFC 6902 "add" of a member that is there replaces it.
                    operation.put("op", "add");
                    operation.put("path", "/" + root);
                    operation.put("value", value);
                  } else if (standing.get(root) != null) {
                    operation.put("op", "remove");
                    operation.put("path", "/" + root);
                  }
                  return operation;
                })
            .filter(operation -> !operation.isEmpty())
            .toList();
    return context
        .getClient()
        .resource(desired)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON)
                .withFieldManager(Applier.FIELD_MANAGER)
                .build(),
            json.asJson(operations));
  }

  /**
   * Changes whenever spec or data do: the generation where there is one, since status is not ours.
   */
  private static String state(HasMetadata object) {
    Long generation = object.getMetadata().getGeneration();
    return generation != null
        ? "generation " + generation
        : "version " + Objects.requireNonNullElse(object.getMetadata().getResourceVersion(), "");
  }
}
