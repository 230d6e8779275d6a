package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a person judged where no program can: declared, not checked by anybody. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Attestation(
    @Required
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("Which manual check, by its id, such as vulnerability-review.")
        String check,
    @Required
        @Size(min = 1, max = 100)
        @JsonPropertyDescription("Who judged: a person or role, such as a mail address.")
        String by,
    @Required
        @Size(max = 10)
        @ValidationRule(
            value =
                "self.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}$') && timestamp(self + 'T00:00:00Z').getFullYear() > 0",
            message = "date is none: write it as yyyy-mm-dd, such as 2026-11-23")
        @JsonPropertyDescription("When, as yyyy-mm-dd.")
        String date,
    @Required
        @Size(max = 10)
        @ValidationRule(
            value =
                "self.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}$') && timestamp(self + 'T00:00:00Z').getFullYear() > 0",
            message = "until is not a date: write it as yyyy-mm-dd, such as 2027-03-31")
        @JsonPropertyDescription("The last day on which that judgement holds (UTC), as yyyy-mm-dd.")
        String until,
    @Nullable
        @Size(min = 1, max = 200)
        @JsonPropertyDescription("Where it is written down, such as a ticket or a scan report.")
        String reference) {}
