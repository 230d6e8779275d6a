package dev.martello.sealedmodel;

import java.util.List;

/**
 * What a sealed model says of itself, without any proof that it is so: to look at, never to decide
 * on.
 *
 * @param digest root digest that the signature names, {@code sha256:<hex>}
 * @param signerHint SHA-256 of the signer's public key as PEM text, as Model Signing writes it
 */
public record Claims(
    Manifest manifest, List<Recipient> recipients, String digest, String signerHint) {}
