package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The certificate that the operator issued to the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ServingCertificate(
    @Required @JsonPropertyDescription("The Secret that holds it, made by the operator.")
        String secretName,
    @Required @JsonPropertyDescription("SHA-256 of the certificate (DER), in hex.") String sha256,
    @Required @JsonPropertyDescription("When it expires (RFC 3339).") String notAfter,
    @Nullable
        @JsonPropertyDescription(
            "SHA-256 of the root (DER), in hex, that signed it: one of those in the ConfigMap NAME-ca.")
        String authoritySha256,
    @Nullable @JsonPropertyDescription("When it was issued (RFC 3339).") String issuedAt,
    @Nullable
        @JsonPropertyDescription(
            "SHA-256 of the certificate before it, with which a pod may answer until the kubelet has renewed its files.")
        String previousSha256,
    @JsonPropertyDescription(
            "SHA-256 of every root (DER), in hex, that the ConfigMap NAME-ca holds, the signing one first; two while"
                + " the operator's CA is rotated.")
        List<String> trustedSha256) {

  public ServingCertificate {
    trustedSha256 = trustedSha256 == null ? List.of() : List.copyOf(trustedSha256);
  }
}
