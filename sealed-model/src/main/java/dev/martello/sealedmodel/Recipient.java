package dev.martello.sealedmodel;

/**
 * One who can open a sealed model.
 *
 * @param kind {@code P-256} or {@code KEK}
 * @param keyId {@code sha256:<64 hex>} of the public key, or {@code kek:<32 hex>}
 */
public record Recipient(String kind, String keyId) {}
