package dev.martello.runtime.http;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * A whole request, as an endpoint's action sees it: {@code bodyLength} bytes from the start of
 * {@code body}, which nobody changes and which must not be used after the answer was given.
 *
 * @param budget of the port, for what the body may become when it is read
 * @param abandoned whether nobody waits for the answer any more
 * @param eventLoop of the connection; what it is given runs after all that can be read now was read
 */
@SuppressWarnings("ArrayRecordComponent") // calls are never compared; a copy would cost every one
public record HttpCall(
    RequestHead head,
    byte[] body,
    int bodyLength,
    BodyBudget budget,
    BooleanSupplier abandoned,
    Executor eventLoop) {}
