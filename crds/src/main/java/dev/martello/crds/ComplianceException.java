package dev.martello.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** That one control of one deployment may fall short for a time, and who answers for that. */
@Group("models.martello.dev")
@Version("v1alpha1")
@ShortNames("cexception")
@AdditionalPrinterColumn(name = "Deployment", jsonPath = ".spec.deployment")
@AdditionalPrinterColumn(name = "Control", jsonPath = ".spec.control")
@AdditionalPrinterColumn(name = "Expires", jsonPath = ".spec.expires")
@AdditionalPrinterColumn(name = "Approver", jsonPath = ".spec.approver")
public class ComplianceException extends CustomResource<ComplianceExceptionSpec, Void>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
