package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may reach which port, and by what he is known. Empty lists of peers mean nobody. */
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
            "Callers must show a client certificate of this certificate authority. Absent, and without serviceAccounts:"
                + " whoever the network lets through may ask.")
        ClientCA clientCA,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Of the callers with a certificate, only those with one of these subject alternative names (DNS name or URI,"
                + " such as spiffe://example.org/ns/shop/sa/checkout). Absent or empty: all of clientCA's.")
        List<String> identities,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Callers must show a token of one of these service accounts, issued by this cluster for the audience"
                + " martello:NAMESPACE/NAME of this deployment, bound to a pod and good for at most an hour: mount it by a"
                + " projected volume and send it as Authorization: Bearer. If clientCA is given too, either is enough.")
        List<CallingServiceAccount> serviceAccounts,
    @Size(max = 16)
        @JsonPropertyDescription(
            "What callers may see of answers, and how much they may ask, group by group: the first group that means a caller"
                + " is his. A caller whom none means sees everything and may ask any amount. A caller is known by his"
                + " certificate or token: without clientCA and serviceAccounts all are one caller. Absent or empty: no"
                + " limits.")
        List<CallerLimit> limits) {

  public Access {
    from = from == null ? List.of() : List.copyOf(from);
    monitoringFrom = monitoringFrom == null ? List.of() : List.copyOf(monitoringFrom);
    identities = identities == null ? List.of() : List.copyOf(identities);
    serviceAccounts = serviceAccounts == null ? List.of() : List.copyOf(serviceAccounts);
    limits = limits == null ? List.of() : List.copyOf(limits);
  }

  public static Access nobody() {
    return new Access(List.of(), List.of(), null, List.of(), List.of(), List.of());
  }

  /** The ConfigMap whose key {@code ca.crt} holds the callers' certificate authority. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ClientCA(
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription(
              "Name of the ConfigMap in the same namespace; its key ca.crt, in PEM, is mounted into the pod.")
          String configMapName) {}

  /** Whose tokens are taken. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record CallingServiceAccount(
      @Nullable
          @Size(min = 1, max = 63)
          @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
          @JsonPropertyDescription("Absent: the deployment's own namespace.")
          String namespace,
      @Required
          @Size(min = 1, max = 253)
          @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
          @JsonPropertyDescription("The service account's name.")
          String name) {}
}
