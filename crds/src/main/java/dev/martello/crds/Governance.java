package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who answers for the model; what the user declares, not what anybody checked. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Governance(
    @Nullable
        @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "The person, team or role that answers for this model (ISO/IEC 27001:2022 A.5.9), such as a mail address.")
        String owner,
    @Nullable
        @JsonPropertyDescription(
            "How sensitive the data is that the model was trained on or is asked about (ISO/IEC 27001:2022 A.5.12).")
        DataClassification dataClassification,
    @Nullable
        @Size(min = 1, max = 1024)
        @JsonPropertyDescription("What the model is used for, in a sentence.")
        String purpose,
    @Nullable
        @Size(max = 10)
        @ValidationRule(
            value =
                "self.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}$') && timestamp(self + 'T00:00:00Z').getFullYear() > 0",
            message = "reviewDate is not a date: write it as yyyy-mm-dd, such as 2027-03-31")
        @JsonPropertyDescription(
            "By when this deployment must be reviewed again, as yyyy-mm-dd. Once it has passed, the control on review is"
                + " not satisfied.")
        String reviewDate,
    @Nullable
        @Size(max = 10)
        @ValidationRule(
            value =
                "self.matches('^[0-9]{4}-[0-9]{2}-[0-9]{2}$') && timestamp(self + 'T00:00:00Z').getFullYear() > 0",
            message = "lastReview is not a date: write it as yyyy-mm-dd, such as 2026-06-30")
        @JsonPropertyDescription("When this deployment was reviewed last, as yyyy-mm-dd.")
        String lastReview,
    @Size(max = 32)
        @JsonPropertyDescription(
            "What people judged where no program can: one for each manual check.")
        List<Attestation> attestations) {

  public Governance {
    attestations = attestations == null ? List.of() : List.copyOf(attestations);
  }

  public static Governance undeclared() {
    return new Governance(null, null, null, null, null, List.of());
  }
}
