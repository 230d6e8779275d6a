package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** A choice among the checks of the catalog. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ComplianceProfileSpec(
    @Required
        @Size(min = 1, max = 120)
        @JsonPropertyDescription(
            "To which framework the ids in controls belong, such as NIST SP 800-53 Rev. 5. For people.")
        String framework,
    @Required
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("Which checks count, in the order in which they are shown.")
        List<ProfileCheck> checks) {
  public ComplianceProfileSpec {
    checks = checks == null ? List.of() : List.copyOf(checks);
  }
}
