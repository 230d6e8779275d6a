package dev.martello.runtime.tls;

/**
 * Why a caller is turned away.
 *
 * @param unauthenticated whether it is not known who he is; else he is known, and may not
 * @param reason one word, for the log
 * @param message for the caller
 */
public record AccessRefusal(boolean unauthenticated, String reason, String message) {}
