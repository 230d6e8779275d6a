package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** One line of the inventory: what a deployment serves, and who answers for it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DeployedModel(
    @Required @JsonPropertyDescription("Where it is deployed.") String namespace,
    @Required @JsonPropertyDescription("The ModelDeployment.") String deployment,
    @Required @JsonPropertyDescription("Name of the model that was asked for.") String model,
    @Nullable @JsonPropertyDescription("What serves, as every serving pod reports it.")
        ServedModel serves,
    @Nullable @JsonPropertyDescription("How many pods are ready.") Integer readyPods,
    @Nullable @JsonPropertyDescription("Satisfied of counted controls.") String score,
    @Nullable @JsonPropertyDescription("Who answers for it, what for, and when it is reviewed.")
        Governance governance) {}
