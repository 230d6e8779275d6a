package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** A revision that is out of service until the spec changes. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Refusal(
    @Required @JsonPropertyDescription("Which revision.") String revision,
    @Required
        @JsonPropertyDescription(
            "Of which generation of the spec; a newer one lifts the refusal, unless only its replicas are others.")
        Long generation,
    @Required
        @JsonPropertyDescription("Why, in one word, such as SignatureInvalid or NonCompliant.")
        String reason,
    @Required @JsonPropertyDescription("Why, in words, and what to do about it.") String message,
    @JsonPropertyDescription(
            "SHA-256 of the spec without its replicas, by which a mere scaling is told from a change.")
        @Nullable String specSha256) {

  public Refusal(String revision, Long generation, String reason, String message) {
    this(revision, generation, reason, message, null);
  }

  /** The same, of that very spec. */
  public Refusal of(String sha256) {
    return new Refusal(revision, generation, reason, message, sha256);
  }
}
