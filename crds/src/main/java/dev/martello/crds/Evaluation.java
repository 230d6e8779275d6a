package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every new revision must show before it may serve. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "self.metric == 'rmse' ? has(self.maximum) && !has(self.minimum) : has(self.minimum) && !has(self.maximum)",
    message =
        "rmse needs maximum and every other metric needs minimum, and not the other one: give the one that fits")
@ValidationRule(
    value = "(self.metric == 'agreement') == has(self.reference)",
    message = "reference belongs to the metric agreement, and only to it: add or remove it")
@ValidationRule(
    value =
        "!has(self.slices) || self.slices.all(s, self.metric == 'rmse' ? has(s.maximum) && !has(s.minimum) :"
            + " has(s.minimum) && !has(s.maximum))",
    message =
        "a slice needs minimum, or maximum for rmse, as the whole does: give each the one that fits")
@ValidationRule(
    value = "!has(self.ctcBlank) || self.metric == 'agreement'",
    message = "ctcBlank belongs to the metric agreement, which alone compares sequences: remove it")
public record Evaluation(
    @Required
        @JsonPropertyDescription(
            "The sealed data to judge by, made by `martello seal-dataset` and signed by someone whom a ModelTrust names.")
        EvaluationInput dataset,
    @Required
        @JsonPropertyDescription(
            "What is measured. agreement is the share of rows that are answered as the reference answers them, and needs"
                + " no labels.")
        EvaluationMetric metric,
    @Nullable
        @Size(max = 8)
        @Pattern("^(0([.][0-9]{1,6})?|1([.]0{1,6})?)$")
        @JsonPropertyDescription(
            "The least figure, between 0 and 1, as a string such as \"0.95\". For accuracy the highest minimumAccuracy of"
                + " the namespace's ModelTrusts counts where it is higher.")
        String minimum,
    @Nullable
        @Size(max = 17)
        @Pattern("^[0-9]{1,9}([.][0-9]{1,6})?$")
        @JsonPropertyDescription("The largest figure, for the metric rmse.")
        String maximum,
    @Nullable @JsonPropertyDescription("The sealed model to agree with, for the metric agreement.")
        EvaluationInput reference,
    @Size(max = 12) @JsonPropertyDescription("Parts of the data with a demand of their own.")
        List<EvaluationSlice> slices,
    @Nullable
        @Min(1)
        @Max(600000000)
        @JsonPropertyDescription(
            "The most microseconds that 95 % of the answers for one row may take, on the node and within the limits of a"
                + " serving pod.")
        Long maximumP95Microseconds,
    @Nullable
        @Min(1)
        @JsonPropertyDescription(
            "The most bytes of memory that the evaluating process may have had resident, the data included.")
        Long maximumMemoryBytes,
    @Default("1800")
        @Min(10)
        @Max(86400)
        @JsonPropertyDescription(
            "How long the evaluation may take, its start included, in seconds.")
        Integer timeoutSeconds,
    @Nullable
        @Min(0)
        @JsonPropertyDescription(
            "For the metric agreement: answers are sequences and are compared as connectionist temporal classification"
                + " reads them, this class being the blank. Without it every step must agree.")
        Long ctcBlank) {

  public Evaluation {
    slices = slices == null ? List.of() : List.copyOf(slices);
    timeoutSeconds = timeoutSeconds == null ? Integer.valueOf(1800) : timeoutSeconds;
  }
}
