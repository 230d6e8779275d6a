package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A part of the evaluation data with a demand of its own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.from) || has(self.below)",
    message =
        "a slice needs from, below or both: without them it would be all of the data; add one")
public record EvaluationSlice(
    @Required
        @Size(min = 1, max = 40)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("How reports call it.")
        String name,
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription(
            "The column of the data that says whether a record belongs to it, without the slice: in front of its name."
                + " Such columns are not given to the model.")
        String column,
    @Nullable
        @Size(max = 17)
        @Pattern("^-?[0-9]{1,9}([.][0-9]{1,6})?$")
        @JsonPropertyDescription("The least value of the column that belongs to it.")
        String from,
    @Nullable
        @Size(max = 17)
        @Pattern("^-?[0-9]{1,9}([.][0-9]{1,6})?$")
        @JsonPropertyDescription(
            "The first value of the column that does not belong to it any more.")
        String below,
    @Nullable
        @Size(max = 8)
        @Pattern("^(0([.][0-9]{1,6})?|1([.]0{1,6})?)$")
        @JsonPropertyDescription("The least figure on it, as a string such as \"0.9\".")
        String minimum,
    @Nullable
        @Size(max = 17)
        @Pattern("^[0-9]{1,9}([.][0-9]{1,6})?$")
        @JsonPropertyDescription("The largest figure on it, for the metric rmse.")
        String maximum) {}
