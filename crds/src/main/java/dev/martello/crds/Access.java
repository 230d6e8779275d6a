package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may reach which port, and with which certificate. Empty lists mean nobody. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.identities) || size(self.identities) == 0 || has(self.clientCA)",
    message =
        "identities are read from client certificates: add access.clientCA, whose certificates are believed, or remove"
            + " identities")
public record Access(
    @Size(max = 32)
        @JsonPropertyDescription(
            "Which pods or addresses may open a connection to the model, as in a NetworkPolicy. Absent or empty:"
                + " nobody.")
        List<NetworkPolicyPeer> from,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Which pods or addresses, besides the operator, may open a connection to the management port to read"
                + " metrics. Absent or empty: nobody.")
        List<NetworkPolicyPeer> monitoringFrom,
    @Nullable
        @JsonPropertyDescription(
            "Callers must show a client certificate of this certificate authority. Absent: whoever the network lets"
                + " through may ask.")
        ClientCA clientCA,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Of the callers with a certificate, only those with one of these subject alternative names (DNS name or URI,"
                + " such as spiffe://example.org/ns/shop/sa/checkout). Absent or empty: all of clientCA's.")
        List<String> identities) {

  public Access {
    from = from == null ? List.of() : List.copyOf(from);
    monitoringFrom = monitoringFrom == null ? List.of() : List.copyOf(monitoringFrom);
    identities = identities == null ? List.of() : List.copyOf(identities);
  }

  public static Access nobody() {
    return new Access(List.of(), List.of(), null, List.of());
  }

  /** The ConfigMap whose key {@code ca.crt} holds the callers' certificate authority. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ClientCA(
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription(
              "Name of the ConfigMap in the same namespace; its key ca.crt, in PEM, is mounted into the pod.")
          String configMapName) {}
}
