package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** The Secret whose item {@code martello.key} opens the model. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DecryptionKey(
    @Required
        @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "Name of the Secret in the same namespace. Its item martello.key, always this one, is mounted read-only"
                + " into the pod; the operator has no right to read it.")
        String secretName) {

  /** The one item of the Secret that is ever mounted. */
  public static final String ITEM = "martello.key";
}
