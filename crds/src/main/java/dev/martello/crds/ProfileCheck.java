package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** One check of a profile. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProfileCheck(
    @Required
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        @Size(min = 1, max = 63)
        @JsonPropertyDescription(
            "Which check, by its id in the catalog (docs/controls.md), such as model-signature. One that this operator does"
                + " not know is unknown.")
        String check,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Ids of the framework that it answers to in part. Absent: those of ISO/IEC 27001:2022 Annex A.")
        List<String> controls,
    @Default("false")
        @JsonPropertyDescription(
            "true: the profile demands it. What the deployment did not ask for (not applicable), and a manual check without"
                + " a valid attestation, is not satisfied then.")
        boolean required,
    @Size(max = 8)
        @JsonPropertyDescription(
            "What the check demands besides, by name; docs/controls.md lists which there are.")
        Map<String, String> parameters) {
  public ProfileCheck {
    controls = controls == null ? List.of() : List.copyOf(controls);
    parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
  }
}
