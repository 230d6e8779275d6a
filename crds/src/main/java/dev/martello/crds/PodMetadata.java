package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Labels and annotations of the pods, besides Martello's own. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodMetadata(
    @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(key, !key.startsWith('martello.dev/') && key != 'app.kubernetes.io/managed-by')",
            messageExpression = RESERVED)
        @JsonPropertyDescription(
            "Labels for the pods. martello.dev/… and app.kubernetes.io/managed-by are Martello's own: traffic and"
                + " network policies follow them.")
        Map<String, String> labels,
    @Size(max = 32)
        @ValidationRule(
            value =
                "self.all(key, !key.startsWith('martello.dev/') && key != 'app.kubernetes.io/managed-by')",
            messageExpression = RESERVED)
        @JsonPropertyDescription(
            "Annotations for the pods. martello.dev/… and app.kubernetes.io/managed-by are Martello's own.")
        Map<String, String> annotations) {

  private static final String RESERVED =
      "self.filter(key, key.startsWith('martello.dev/') || key == 'app.kubernetes.io/managed-by')[0]"
          + " + ': set by Martello itself, remove it from podMetadata'";

  public PodMetadata {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
  }

  public static PodMetadata none() {
    return new PodMetadata(Map.of(), Map.of());
  }
}
