package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Others' change of an owned object, which was undone. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Drift(
    @Required @JsonPropertyDescription("Kind and name of the object.") String object,
    @Required
        @Size(max = 16)
        @JsonPropertyDescription(
            "Field manager and field of each change; or deleted, of which the API server keeps no name but in its audit"
                + " log.")
        List<String> changes,
    @Required @JsonPropertyDescription("When it was undone (RFC 3339).") String undone) {

  public Drift {
    changes = changes == null ? List.of() : List.copyOf(changes);
  }
}
