package dev.martello.runtime.http;

/**
 * A whole request, as an endpoint's action sees it: {@code bodyLength} bytes from the start of
 * {@code body}, which nobody changes and which must not be used after the answer was given.
 *
 * @param budget of the port, for what the body may become when it is read
 */
@SuppressWarnings("ArrayRecordComponent") // calls are never compared; a copy would cost every one
public record HttpCall(RequestHead head, byte[] body, int bodyLength, BodyBudget budget) {}
