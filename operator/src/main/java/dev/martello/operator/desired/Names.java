package dev.martello.operator.desired;

import dev.martello.crds.ModelDeployment;
import dev.martello.operator.observed.Labels;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the objects of one deployment are called and labelled.
 *
 * @param owner makes Kubernetes delete them with the ModelDeployment
 */
record Names(String namespace, String deployment, String revision, OwnerReference owner) {

  static Names of(ModelDeployment deployment, String revision) {
    var metadata = deployment.getMetadata();
    OwnerReference owner =
        new OwnerReferenceBuilder()
            .withApiVersion(deployment.getApiVersion())
            .withKind(deployment.getKind())
            .withName(metadata.getName())
            .withUid(metadata.getUid())
            .withController(true)
            .withBlockOwnerDeletion(true)
            .build();
    return new Names(metadata.getNamespace(), metadata.getName(), revision, owner);
  }

  /** Metadata of an object that all revisions share. */
  ObjectMeta shared() {
    return metadata(deployment, labels());
  }

  /** Metadata of an object of this revision alone. */
  ObjectMeta ofRevision() {
    return metadata(deployment + "-" + revision, revisionLabels());
  }

  /** Selects the pods of every revision. */
  Map<String, String> selector() {
    return Map.of(Labels.DEPLOYMENT, deployment);
  }

  /** Selects the pods of this revision. */
  Map<String, String> podSelector() {
    Map<String, String> selector = new TreeMap<>(selector());
    selector.put(Labels.REVISION, revision);
    return selector;
  }

  Map<String, String> revisionLabels() {
    Map<String, String> labels = labels();
    labels.put(Labels.REVISION, revision);
    return labels;
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    labels.put(Labels.MANAGED_BY, Labels.MANAGER);
    labels.put(Labels.DEPLOYMENT, deployment);
    return labels;
  }

  private ObjectMeta metadata(String name, Map<String, String> labels) {
    return new ObjectMetaBuilder()
        .withNamespace(namespace)
        .withName(name)
        .withLabels(labels)
        .withOwnerReferences(owner)
        .build();
  }
}
