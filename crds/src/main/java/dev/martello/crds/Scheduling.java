package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** On which nodes the pods may run; Kubernetes' own fields, handed to the pods unchanged. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Scheduling(
    @Size(max = 32) @JsonPropertyDescription("Only nodes that carry all of these labels.")
        Map<String, String> nodeSelector,
    @Nullable @JsonPropertyDescription("Affinity of the pods to nodes and to other pods.")
        Affinity affinity,
    @Size(max = 32) @JsonPropertyDescription("Node taints that the pods put up with.")
        List<Toleration> tolerations,
    @Size(max = 8) @JsonPropertyDescription("How the pods are spread over zones or nodes.")
        List<TopologySpreadConstraint> topologySpreadConstraints,
    @Nullable @Size(max = 253) @JsonPropertyDescription("The PriorityClass of the pods.")
        String priorityClassName) {
  public Scheduling {
    nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
    tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    topologySpreadConstraints =
        topologySpreadConstraints == null ? List.of() : List.copyOf(topologySpreadConstraints);
  }

  public static Scheduling anywhere() {
    return new Scheduling(Map.of(), null, List.of(), List.of(), null);
  }
}
