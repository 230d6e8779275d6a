package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group of callers, and what each of them may see and ask. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CallerLimit(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "What this group is called in the pods' logs and metrics; of several with the same name each stands for"
                + " itself.")
        String name,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Callers whose certificate carries one of these subject alternative names, as in access.identities. With no"
                + " serviceAccounts either: everybody whom no earlier group means.")
        List<String> identities,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Callers with a token of one of these service accounts, which must be in access.serviceAccounts too.")
        List<Access.CallingServiceAccount> serviceAccounts,
    @Nullable @JsonPropertyDescription("What of an answer they are shown. Absent: everything.")
        OutputLimit outputs,
    @Nullable
        @JsonPropertyDescription(
            "How much each of them may ask of each pod. Absent: any amount. Who has used it up gets 429 with Retry-After,"
                + " gRPC RESOURCE_EXHAUSTED.")
        CallRate rate) {
  public CallerLimit {
    identities = identities == null ? List.of() : List.copyOf(identities);
    serviceAccounts = serviceAccounts == null ? List.of() : List.copyOf(serviceAccounts);
  }
}
