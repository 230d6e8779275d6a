package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** What is accepted, why, how long and by whom. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceExceptionSpec(
    @Required
        @Size(min = 1, max = 40)
        @JsonPropertyDescription("The ModelDeployment of this namespace that it is for.")
        String deployment,
    @Required
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        @Size(min = 1, max = 63)
        @JsonPropertyDescription(
            "Which check it is for, by its id in status.compliance.controls, such as redundancy. Only a finding that is"
                + " not satisfied is accepted; what is unknown stays unknown.")
        String control,
    @Required
        @Size(min = 1, max = 200)
        @JsonPropertyDescription("Why that is acceptable, in a sentence. Shown in the finding.")
        String reason,
    @Required
        @Size(max = 40)
        @JsonPropertyDescription(
            "Until when (RFC 3339), such as 2027-03-31T00:00:00Z. From then on the control is not satisfied again.")
        String expires,
    @Required
        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "Who accepts it: the user name under which this is written. An admission policy refuses any other.")
        String approver) {}
