package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** How one revision did in its evaluation; figures only. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EvaluationVerdict(
    @Required @JsonPropertyDescription("Which revision.") String revision,
    @Required @JsonPropertyDescription("Whether it may serve.") boolean passed,
    @Required
        @JsonPropertyDescription(
            "SHA-256 of the model in the clear that was judged; a pod serves no other.")
        String model,
    @Required @JsonPropertyDescription("SHA-256 of the data in the clear that it was judged by.")
        String dataset,
    @Nullable @JsonPropertyDescription("Name and version of the data.") String datasetName,
    @Required @JsonPropertyDescription("What was measured.") String metric,
    @Required @JsonPropertyDescription("The figure.") String value,
    @Required @JsonPropertyDescription("Lower end of its 95 % confidence interval.") String lower,
    @Required @JsonPropertyDescription("Upper end of its 95 % confidence interval.") String upper,
    @Required @JsonPropertyDescription("How many records were judged.") Long rows,
    @Required @JsonPropertyDescription("The least figure that was demanded; for rmse the largest.")
        String demanded,
    @Nullable
        @JsonPropertyDescription("Microseconds within which 95 % of the answers for one row came.")
        Long p95Microseconds,
    @Nullable
        @JsonPropertyDescription(
            "The most bytes of memory that the evaluating process had resident, the data included.")
        Long memoryBytes,
    @Nullable
        @JsonPropertyDescription("SHA-256 of the full report, a line of the evaluation pod's log.")
        String reportSha256,
    @Nullable
        @JsonPropertyDescription(
            "signer: a report in the model's signed manifest stood in and nothing was measured. Absent: measured here.")
        String by,
    @Required @JsonPropertyDescription("In words, and by how much it falls short if it does.")
        String message) {}
