package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How much one caller may ask of one pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.requestsPerMinute) || has(self.rowsPerMinute)",
    message = "rate says nothing: give requestsPerMinute, rowsPerMinute or both, or remove it")
public record CallRate(
    @Nullable
        @Min(1)
        @Max(10000000)
        @JsonPropertyDescription(
            "Inference requests of one caller at one pod; who was quiet for a minute may send a minute's at once. Every"
                + " pod counts by itself: with n pods a caller may get up to n times as much.")
        Integer requestsPerMinute,
    @Nullable
        @Min(1)
        @Max(10000000)
        @JsonPropertyDescription(
            "Rows of one caller at one pod: the first dimension of the first input, so that one large request counts like many small ones. A request"
                + " may hold more than is left; then the next must wait until that is made up for.")
        Integer rowsPerMinute) {}
