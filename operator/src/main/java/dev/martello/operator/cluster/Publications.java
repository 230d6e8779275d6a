package dev.martello.operator.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.martello.operator.fleet.Document;
import dev.martello.operator.fleet.Document.Kind;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Writes documents, each only when the API server holds another content than the wanted one. */
public final class Publications {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
  private static final int NOT_FOUND = 404;
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Applier.FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final Map<String, JsonNode> standing = new ConcurrentHashMap<>();

  public Publications(KubernetesClient client) {
    this.client = client;
  }

  /** Whether the API server serves both kinds of OpenReports. */
  public boolean openReportsInstalled() {
    var served = client.getApiResources(Kind.Report.apiVersion());
    return served != null
        && Kind.OPEN_REPORTS.stream()
            .allMatch(
                kind ->
                    served.getResources().stream().anyMatch(r -> r.getKind().equals(kind.kind())));
  }

  /** From now on what stands is read anew: somebody else may have changed it. */
  public void forget() {
    standing.clear();
  }

  /** Whether there is such an object, whatever it says. */
  public boolean stands(Document document) {
    return resource(document, bare(document)).get() != null;
  }

  /**
   * Writes it unless it stands already.
   *
   * @return whether it was written
   * @throws KubernetesClientException if the API server refuses to read or to write
   */
  public boolean publish(Document document) {
    JsonNode wanted = plain(document.fields());
    JsonNode there = standing.remove(document.key());
    if (there == null) {
      there = read(document, wanted).orElse(null);
    }
    boolean written = !wanted.equals(there);
    if (written) {
      write(document, wanted, there != null);
    }
    standing.put(document.key(), wanted);
    return written;
  }

  /** Of what stands there, the fields that are wanted; empty if there is no such object. */
  private Optional<JsonNode> read(Document document, JsonNode wanted) {
    return Optional.ofNullable(resource(document, bare(document)).get())
        .map(
            object -> {
              JsonNode all = plain(object);
              ObjectNode ours = JSON.createObjectNode();
              wanted
                  .fieldNames()
                  .forEachRemaining(
                      field ->
                          Optional.ofNullable(all.get(field)).ifPresent(v -> ours.set(field, v)));
              return ours;
            });
  }

  /** As it is read back from text, so that equal numbers are equal. */
  private static JsonNode plain(Object object) {
    try {
      return JSON.readTree(JSON.writeValueAsBytes(object));
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    }
  }

  private void write(Document document, JsonNode fields, boolean exists) {
    GenericKubernetesResource object = bare(document);
    if (document.kind() == Kind.Summary) {
      // Its only content is its status, which an API server takes apart from the object.
      if (!exists) {
        resource(document, object).patch(APPLY);
      }
      object.setAdditionalProperties(JSON.convertValue(fields, FIELDS));
      resource(document, object).subresource("status").patch(APPLY);
    } else {
      object.setAdditionalProperties(JSON.convertValue(fields, FIELDS));
      resource(document, object).patch(APPLY);
    }
  }

  private Resource<GenericKubernetesResource> resource(
      Document document, GenericKubernetesResource object) {
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        all =
            client.genericKubernetesResources(
                new ResourceDefinitionContext.Builder()
                    .withGroup(document.kind().apiVersion().split("/", 2)[0])
                    .withVersion(document.kind().apiVersion().split("/", 2)[1])
                    .withKind(document.kind().kind())
                    .withPlural(document.kind().plural())
                    .withNamespaced(document.namespace().isPresent())
                    .build());
    return document
        .namespace()
        .map(namespace -> all.inNamespace(namespace).resource(object))
        .orElseGet(() -> all.resource(object));
  }

  private static GenericKubernetesResource bare(Document document) {
    GenericKubernetesResource object = new GenericKubernetesResource();
    object.setApiVersion(document.kind().apiVersion());
    object.setKind(document.kind().kind());
    ObjectMetaBuilder metadata =
        new ObjectMetaBuilder()
            .withNamespace(document.namespace().orElse(null))
            .withName(document.name())
            .addToLabels(Labels.MANAGED_BY, Labels.MANAGER);
    document
        .owner()
        .ifPresent(
            owner ->
                metadata
                    .addNewOwnerReference()
                    .withApiVersion(owner.apiVersion())
                    .withKind(owner.kind())
                    .withName(owner.name())
                    .withUid(owner.uid())
                    .endOwnerReference());
    ObjectMeta built = metadata.build();
    object.setMetadata(built);
    return object;
  }

  /** Whether the API server said that it has no such kind, or no such namespace any more. */
  public static boolean gone(KubernetesClientException refused) {
    return refused.getCode() == NOT_FOUND;
  }
}
