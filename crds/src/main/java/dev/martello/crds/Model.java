package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which sealed model is served: its name, the least version, its digest, and where it is. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "has(self.digest) || !(has(self.source.persistentVolumeClaim) || has(self.source.configMap))",
    message =
        "digest is required when the source is a persistentVolumeClaim or a configMap, since both can change under the"
            + " pod: add the digest that `martello inspect` prints, or use an image source")
public record Model(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9._]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "The name in the model's manifest, given when it was sealed. A model of another name is refused, even by the"
                + " same signer.")
        String name,
    @Nullable
        @Size(max = 64)
        @ValidationRule(
            value =
                "self.matches('^(0|[1-9][0-9]*)[.](0|[1-9][0-9]*)[.](0|[1-9][0-9]*)"
                    + "(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)([.](0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
                    + "([+][0-9a-zA-Z-]+([.][0-9a-zA-Z-]+)*)?$')",
            message =
                "minimumVersion is no SemVer 2.0.0 version: write three numbers such as 1.4.0, without a leading v")
        @JsonPropertyDescription(
            "The least version (SemVer 2.0.0) that may run: stops a roll-back to an older model of the same signer.")
        String minimumVersion,
    @Nullable
        @Size(max = 71)
        @ValidationRule(
            value = "self.matches('^sha256:[0-9a-f]{64}$')",
            message =
                "digest is not sha256: and 64 lower-case hex digits: copy what `martello inspect` prints")
        @JsonPropertyDescription(
            "The root digest of exactly the sealed model that may run, as `martello seal` and `martello inspect` print"
                + " it. Required for persistentVolumeClaim and configMap.")
        String digest,
    @Nullable
        @JsonPropertyDescription(
            "strict: the opened model is in a pod's memory once, where it is left out of core dumps, locked as far as the"
                + " node allows, and wiped at the end. Needs a model sealed with --format ort; another is refused before"
                + " the key is read. Absent: ONNX Runtime has a copy of its own, which is neither locked nor wiped.")
        ModelMemory memory,
    @Required @JsonPropertyDescription("Where the sealed model is: exactly one place.")
        ModelSource source) {}
