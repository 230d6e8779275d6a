package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Something sealed that the evaluation opens beside the model, with a key of its own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "has(self.digest) || !(has(self.source.persistentVolumeClaim) || has(self.source.configMap))",
    message =
        "digest is required when the source is a persistentVolumeClaim or a configMap, since both can change under the"
            + " evaluation: add the digest that `martello inspect` prints, or use an image source")
public record EvaluationInput(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9._]*[a-z0-9])?$")
        @JsonPropertyDescription("The name in its manifest, given when it was sealed.")
        String name,
    @Nullable
        @Size(max = 71)
        @ValidationRule(
            value = "self.matches('^sha256:[0-9a-f]{64}$')",
            message =
                "digest is not sha256: and 64 lower-case hex digits: copy what `martello inspect` prints")
        @JsonPropertyDescription(
            "The root digest of exactly what is to be used. Required for persistentVolumeClaim and configMap.")
        String digest,
    @Required @JsonPropertyDescription("Where its four files are: exactly one place.")
        ModelSource source,
    @Required
        @JsonPropertyDescription(
            "Where the key is that opens it. Only the evaluation's pod mounts it, never a serving pod.")
        DecryptionKey decryptionKey) {}
