package dev.martello.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Whose models may run in this namespace. Written by approvers; without one nothing is trusted. */
@Group("models.martello.dev")
@Version("v1alpha1")
@ShortNames("mtrust")
@AdditionalPrinterColumn(name = "Signers", jsonPath = ".spec.signers[*].name")
@AdditionalPrinterColumn(name = "Minimum Accuracy", jsonPath = ".spec.minimumAccuracy")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class ModelTrust extends CustomResource<ModelTrustSpec, Void> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
