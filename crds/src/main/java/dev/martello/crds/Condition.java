package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One condition, shaped as in the Kubernetes API conventions. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
    @Required
        @Size(min = 1, max = 316)
        @JsonPropertyDescription("What the condition is about, such as Ready.")
        String type,
    @Required @JsonPropertyDescription("True, False, or Unknown if it could not be looked at.")
        Status status,
    @Required
        @Size(min = 1, max = 256)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @JsonPropertyDescription("Why, in one word for machines; all reasons are documented.")
        String reason,
    @Required
        @Size(max = 32768)
        @JsonPropertyDescription("Why, in words for people, and what to do about it.")
        String message,
    @Required @JsonPropertyDescription("Since when the status is what it is (RFC 3339).")
        String lastTransitionTime,
    @Nullable @JsonPropertyDescription("Of which generation of the spec this condition speaks.")
        Long observedGeneration) {

  /** Whether the condition holds. */
  public enum Status {
    True,
    False,
    Unknown
  }
}
