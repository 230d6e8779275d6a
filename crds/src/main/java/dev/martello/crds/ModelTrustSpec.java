package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signers that are believed, and the least that their models must reach. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelTrustSpec(
    @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription(
            "Whose signature on a model is believed in this namespace. Several ModelTrusts add up: the signers of"
                + " all of them are believed. Without a ModelTrust no model runs.")
        List<TrustedSigner> signers,
    @Nullable
        @Size(max = 8)
        @ValidationRule(
            value = "self.matches('^(0([.][0-9]{1,6})?|1([.]0{1,6})?)$')",
            message =
                "minimumAccuracy is not a number from 0 to 1 with at most six decimals: write it as a string such as \"0.95\"")
        @JsonPropertyDescription(
            "The least accuracy that a model's signed evaluation must show, between 0 and 1, written as a string"
                + " such as \"0.95\". Of several ModelTrusts the highest counts. Absent: none is demanded.")
        String minimumAccuracy,
    @Default("false")
        @JsonPropertyDescription(
            "true: a ModelDeployment without spec.evaluation is not accepted in this namespace; a signed report does not"
                + " do instead.")
        boolean evaluationRequired,
    @Default("false")
        @JsonPropertyDescription(
            "true: where a model's signed manifest has a report on the very data of spec.evaluation that meets its demand,"
                + " the evaluation takes it and measures nothing. Counts only if every ModelTrust of the namespace says so"
                + " and none has evaluationRequired.")
        boolean signedReportSuffices) {
  public ModelTrustSpec {
    signers = signers == null ? List.of() : List.copyOf(signers);
  }
}
