package dev.martello.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Every control across all deployments that one operator looks after; belongs to no namespace. */
@Group("models.martello.dev")
@Version("v1alpha1")
@Plural("compliancesummaries")
@ShortNames("csummary")
@AdditionalPrinterColumn(name = "Score", jsonPath = ".status.score")
@AdditionalPrinterColumn(
    name = "Deployments",
    jsonPath = ".status.deployments",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Compliant",
    jsonPath = ".status.compliantDeployments",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Not Satisfied",
    jsonPath = ".status.notSatisfied",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Unknown",
    jsonPath = ".status.unknown",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Accepted",
    jsonPath = ".status.accepted",
    type = AdditionalPrinterColumn.Type.INTEGER)
public class ComplianceSummary extends CustomResource<Void, ComplianceSummaryStatus> {
  private static final long serialVersionUID = 1L;
}
