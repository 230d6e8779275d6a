package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A revision that is out of service until the spec changes. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Refusal(
    @Required @JsonPropertyDescription("Which revision.") String revision,
    @Required
        @JsonPropertyDescription("Of which generation of the spec; a newer one lifts the refusal.")
        Long generation,
    @Required
        @JsonPropertyDescription("Why, in one word, such as SignatureInvalid or NonCompliant.")
        String reason,
    @Required @JsonPropertyDescription("Why, in words, and what to do about it.") String message) {}
