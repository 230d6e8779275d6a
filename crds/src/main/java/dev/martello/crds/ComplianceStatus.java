package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings on all controls, and their count. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceStatus(
    @Required
        @JsonPropertyDescription(
            "Satisfied of counted controls, such as 10/12. Manual and not applicable ones don't count.")
        String score,
    @Required @JsonPropertyDescription("How many counted controls are satisfied.")
        Integer satisfied,
    @Required
        @JsonPropertyDescription(
            "How many controls count: satisfied, not satisfied, unknown and accepted ones.")
        Integer counted,
    @Required
        @JsonPropertyDescription(
            "How many are unknown only because this cluster is embedded: they need a real node.")
        Integer needNode,
    @Nullable
        @JsonPropertyDescription(
            "How many of the counted are not satisfied but accepted for a time by a ComplianceException.")
        Integer accepted,
    @Required @JsonPropertyDescription("Every control with what was found.")
        List<ControlStatus> controls,
    @Nullable
        @JsonPropertyDescription(
            "By which profile it was judged: that of the spec, or iso27001-2022 if there is no such profile.")
        String profile,
    @Nullable @JsonPropertyDescription("The framework to which the controls' ids belong.")
        String framework) {
  public ComplianceStatus {
    controls = controls == null ? List.of() : List.copyOf(controls);
  }
}
