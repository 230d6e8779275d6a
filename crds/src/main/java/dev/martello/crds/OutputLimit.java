package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of an answer is shown; less of it makes the model harder to copy by asking. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.hideScores) || !self.hideScores || has(self.top)",
    message = "hideScores needs top: say how many of the largest are shown as 1, such as top: 1")
public record OutputLimit(
    @Size(max = 32)
        @JsonPropertyDescription(
            "The model's outputs that are shown, such as the label without the probabilities; the others are not even"
                + " computed, and who asks for one by name gets 403. Absent or empty: all.")
        List<String> names,
    @Nullable
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "Of floating-point outputs only so many of the largest along the last dimension are shown; the others become 0,"
                + " or the type's lowest number where what is shown is not above 0.")
        Integer top,
    @Nullable
        @JsonPropertyDescription(
            "true: those that top shows become 1 and the others 0, so that callers learn which classes, but not how"
                + " probable they are.")
        Boolean hideScores,
    @Nullable
        @Min(0)
        @Max(9)
        @JsonPropertyDescription("Floating-point outputs are rounded to so many decimals.")
        Integer decimals) {
  public OutputLimit {
    names = names == null ? List.of() : List.copyOf(names);
  }
}
