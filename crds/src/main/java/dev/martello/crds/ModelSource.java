package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where the sealed model's four files are; exactly one component is set. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "(has(self.image) ? 1 : 0) + (has(self.persistentVolumeClaim) ? 1 : 0) + (has(self.configMap) ? 1 : 0) == 1",
    message =
        "exactly one of image, persistentVolumeClaim and configMap must be set: keep the one that holds the model")
public record ModelSource(
    @Nullable
        @JsonPropertyDescription(
            "An OCI image with the sealed model, made by `martello image model`, mounted read-only by the node.")
        Image image,
    @Nullable @JsonPropertyDescription("A volume with the sealed model, mounted read-only.")
        PersistentVolumeClaim persistentVolumeClaim,
    @Nullable
        @JsonPropertyDescription("A ConfigMap with the sealed model's four files; under 1 MiB.")
        ConfigMap configMap) {

  /** An image, named by its digest. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Image(
      @Required
          @Size(min = 1, max = 512)
          @ValidationRule(
              value = "self.matches('^[^@\\\\s]+@sha256:[0-9a-f]{64}$')",
              message =
                  "an image is named by its digest, not by a tag that can be moved: write"
                      + " REGISTRY/NAME@sha256:<64 hex digits>, as `martello image model` prints it")
          @JsonPropertyDescription(
              "The image with its digest: REGISTRY/NAME@sha256:<64 hex digits>.")
          String reference) {}

  /** A directory on a volume of the same namespace. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PersistentVolumeClaim(
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription("Name of the PersistentVolumeClaim in the same namespace.")
          String claimName,
      @Nullable
          @Size(max = 512)
          @ValidationRule(
              value = "!self.startsWith('/') && !self.split('/').exists(part, part == '..')",
              message =
                  "path is relative to the volume's root: write it without a leading '/' and without '..'")
          @JsonPropertyDescription(
              "The sealed model's directory, relative to the volume's root. Absent: the root itself.")
          String path) {}

  /** A ConfigMap of the same namespace. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ConfigMap(
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription("Name of the ConfigMap in the same namespace.")
          String name) {}
}
