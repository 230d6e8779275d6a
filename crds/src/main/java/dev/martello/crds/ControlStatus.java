package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** What was found on one control. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ControlStatus(
    @Required @JsonPropertyDescription("Which check, by its name in the catalog.") String id,
    @Required @JsonPropertyDescription("Which clause of the framework it answers, such as A.8.24.")
        String control,
    @Required @JsonPropertyDescription("What the check found.") Finding finding,
    @Required @JsonPropertyDescription("Why, in one word for machines.") String reason,
    @Required
        @JsonPropertyDescription(
            "What the check looked at and saw, in words; cut short where all controls together would be larger than 15 KiB.")
        String evidence,
    @Required
        @JsonPropertyDescription(
            "How good the evidence is. Declared: read in an object. Reported: the runtime says so. Tried: someone"
                + " attempted it.")
        Grade grade,
    @Required @JsonPropertyDescription("Since when the finding is what it is (RFC 3339).")
        String since) {}
