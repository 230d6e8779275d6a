package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The certificate that the operator issued to the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ServingCertificate(
    @Required @JsonPropertyDescription("The Secret that holds it, made by the operator.")
        String secretName,
    @Required @JsonPropertyDescription("SHA-256 of the certificate (DER), in hex.") String sha256,
    @Required @JsonPropertyDescription("When it expires (RFC 3339).") String notAfter) {}
