package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** One control over all deployments. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ControlSummary(
    @Required @JsonPropertyDescription("Which check, by its name in the catalog.") String id,
    @Required
        @JsonPropertyDescription(
            "Which clauses it answers, such as A.8.24; those of all profiles that are in use.")
        String control,
    @Required
        @JsonPropertyDescription(
            "The worst finding of any deployment. From worst to best: NotSatisfied, Unknown, Accepted, Manual, Satisfied,"
                + " NotApplicable.")
        Finding worst,
    @Required @JsonPropertyDescription("In how many deployments it is satisfied.")
        Integer satisfied,
    @Required @JsonPropertyDescription("In how many it is not satisfied.") Integer notSatisfied,
    @Required @JsonPropertyDescription("In how many it is unknown.") Integer unknown,
    @Required @JsonPropertyDescription("In how many it is not satisfied and accepted for a time.")
        Integer accepted,
    @Required @JsonPropertyDescription("In how many only a person can judge it.") Integer manual,
    @Required @JsonPropertyDescription("In how many it asks for nothing.") Integer notApplicable,
    @Required
        @JsonPropertyDescription(
            "Which deployments are not satisfied, else which are unknown, as namespace/name; ten at most.")
        List<String> concerns) {
  public ControlSummary {
    concerns = concerns == null ? List.of() : List.copyOf(concerns);
  }
}
