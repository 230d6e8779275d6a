package dev.martello.operator.cluster;

import dev.martello.operator.audit.AuditHead;
import dev.martello.operator.audit.AuditHeadFormat;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;

/** The one ConfigMap that holds the audit trail's last head. */
public final class AuditHeads {
  public static final String NAME = "martello-audit-head";
  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  /**
   * @param operatorClass of this operator; those of several classes may share a namespace, not a
   *     head
   */
  public AuditHeads(KubernetesClient client, String namespace, Optional<String> operatorClass) {
    this.client = client;
    this.namespace = namespace;
    this.name = operatorClass.map(own -> NAME + "-" + own).orElse(NAME);
  }

  /** The ConfigMap's. */
  public String name() {
    return name;
  }

  /**
   * A head with the version of the object that held it.
   *
   * @param head empty if the object holds none that can be read
   */
  public record Stored(Optional<AuditHead> head, String version) {}

  /** Somebody else has written it since. */
  public static final class Overtaken extends Exception {
    private static final long serialVersionUID = 1L;
  }

  public Optional<Stored> read() {
    return Optional.ofNullable(resource().get()).map(AuditHeads::stored);
  }

  /**
   * Writes the head over the one that was seen last.
   *
   * @param seen empty: there was none
   * @throws Overtaken if that isn't what stands there any more
   */
  public Stored publish(AuditHead head, Optional<Stored> seen) throws Overtaken {
    String text = AuditHeadFormat.write(head);
    try {
      return stored(seen.isPresent() ? replaced(text, seen.get().version()) : created(text));
    } catch (KubernetesClientException refused) {
      if (refused.getCode() == CONFLICT) {
        throw new Overtaken();
      }
      throw refused;
    }
  }

  private ConfigMap created(String text) {
    return client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels(Labels.MANAGED_BY, Labels.MANAGER)
                .endMetadata()
                .addToData(AuditHeadFormat.ITEM, text)
                .build())
        .create();
  }

  private ConfigMap replaced(String text, String version) {
    String patch =
        client
            .getKubernetesSerialization()
            .asJson(
                Map.of(
                    "metadata", Map.of("resourceVersion", version),
                    "data", Map.of(AuditHeadFormat.ITEM, text)));
    return resource().patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private Resource<ConfigMap> resource() {
    return client.configMaps().inNamespace(namespace).withName(name);
  }

  private static Stored stored(ConfigMap map) {
    return new Stored(
        Optional.ofNullable(map.getData())
            .map(data -> data.get(AuditHeadFormat.ITEM))
            .flatMap(AuditHeadFormat::read),
        map.getMetadata().getResourceVersion());
  }
}
