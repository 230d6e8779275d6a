package dev.martello.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Which checks count, and to whose ids they answer; belongs to no namespace. */
@Group("models.martello.dev")
@Version("v1alpha1")
@ShortNames("cprofile")
@AdditionalPrinterColumn(name = "Framework", jsonPath = ".spec.framework")
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class ComplianceProfile extends CustomResource<ComplianceProfileSpec, Void> {
  private static final long serialVersionUID = 1L;
}
