package dev.martello.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One signer that is believed. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrustedSigner(
    @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "What this signer is called here: it appears in the status of every model that it signed.")
        String name,
    @Required
        @Size(min = 1, max = 4096)
        @ValidationRule(
            value =
                "self.matches('^\\\\s*-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\\\\s]+-----END PUBLIC KEY-----\\\\s*$')",
            message =
                "publicKey is not one PEM block BEGIN PUBLIC KEY: copy the whole file signer.pub.pem, never a private key")
        @JsonPropertyDescription(
            "The signer's public key: an EC P-256 key in PEM, as in signer.pub.pem of `martello keygen --type signing`."
                + " Never a private key.")
        String publicKey) {}
