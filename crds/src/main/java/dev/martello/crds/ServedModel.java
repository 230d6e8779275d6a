package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The model that serves now, as every serving pod reports it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServedModel(
    @Nullable @JsonPropertyDescription("Root digest of the sealed model.") String digest,
    @Nullable @JsonPropertyDescription("Version in its manifest (SemVer).") String version,
    @Nullable @JsonPropertyDescription("Who signed it, by the name in the ModelTrust.")
        String signer,
    @Nullable
        @JsonPropertyDescription(
            "Id of the recipient key that opened it; says which, not what it is.")
        String recipientKeyId,
    @Nullable @JsonPropertyDescription("Accuracy in its signed evaluation, between 0 and 1.")
        String accuracy) {}
