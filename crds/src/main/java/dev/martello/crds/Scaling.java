package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** How many pods, by how busy they are. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.minReplicas <= self.maxReplicas",
    message = "scaling.minReplicas is more than scaling.maxReplicas; make it at most that")
public record Scaling(
    @Default("1") @Min(1) @Max(100) @JsonPropertyDescription("Never fewer pods than this.")
        Integer minReplicas,
    @Required @Min(1) @Max(100) @JsonPropertyDescription("Never more pods than this.")
        Integer maxReplicas,
    @Default("70")
        @Min(10)
        @Max(100)
        @JsonPropertyDescription(
            "How much of its CPU a pod shall use on average, in percent of resources.limits.cpu.")
        Integer targetCpuUtilization) {

  public Scaling {
    minReplicas = minReplicas == null ? Integer.valueOf(1) : minReplicas;
    targetCpuUtilization =
        targetCpuUtilization == null ? Integer.valueOf(70) : targetCpuUtilization;
  }
}
