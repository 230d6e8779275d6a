package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Findings added up over all deployments, and what is deployed. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceSummaryStatus(
    @Required
        @JsonPropertyDescription(
            "Satisfied of counted findings of all deployments, such as 310/320.")
        String score,
    @Required @JsonPropertyDescription("How many findings are satisfied.") Integer satisfied,
    @Required
        @JsonPropertyDescription(
            "How many findings count: satisfied, not satisfied, unknown and accepted ones.")
        Integer counted,
    @Required @JsonPropertyDescription("How many findings are not satisfied.") Integer notSatisfied,
    @Required @JsonPropertyDescription("How many findings are unknown.") Integer unknown,
    @Required
        @JsonPropertyDescription(
            "How many findings are not satisfied but accepted for a time by a ComplianceException.")
        Integer accepted,
    @Required @JsonPropertyDescription("How many ModelDeployments there are.") Integer deployments,
    @Required
        @JsonPropertyDescription(
            "How many of them were judged yet, so that their findings count here.")
        Integer judgedDeployments,
    @Required @JsonPropertyDescription("Of how many the condition Compliant is True.")
        Integer compliantDeployments,
    @JsonPropertyDescription(
            "Every control, added up over all deployments; absent while none is judged.")
        List<ControlSummary> controls,
    @Required
        @Size(max = ComplianceSummaryStatus.MOST_MODELS)
        @JsonPropertyDescription(
            "Which model each deployment serves and who answers for it: the first 200 by namespace and name.")
        List<DeployedModel> inventory,
    @Required @JsonPropertyDescription("How many deployments the inventory leaves out.")
        Integer notListed) {

  /** So that the object stays far under what an API server stores. */
  public static final int MOST_MODELS = 200;

  public ComplianceSummaryStatus {
    controls = controls == null ? List.of() : List.copyOf(controls);
    inventory = inventory == null ? List.of() : List.copyOf(inventory);
  }
}
