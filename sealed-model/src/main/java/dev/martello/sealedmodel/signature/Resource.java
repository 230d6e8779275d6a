package dev.martello.sealedmodel.signature;

/**
 * A signed file.
 *
 * @param name its name in the directory
 * @param sha256 of its content, 64 lower-case hex digits
 */
public record Resource(String name, String sha256) {}
