package dev.martello.runtime.http;

/**
 * One request that got its answer, or whose caller went away before ({@link #CALLER_LEFT}).
 *
 * @param trace id of the caller's trace, 32 hex digits; empty if he sent none
 * @param template the path's template, {@code -} if the request reached no route
 * @param bytesIn body bytes read
 * @param bytesOut body bytes sent
 * @param micros from the head's arrival to the answer's last byte
 * @param caller his name, {@code -} for nobody
 * @param limit the group whose limits held for him; empty if none did
 * @param refusal why he was not let in, one word; empty if he was
 */
public record FinishedCall(
    String port,
    String requestId,
    String trace,
    String method,
    String template,
    int status,
    long bytesIn,
    long bytesOut,
    long micros,
    String caller,
    String limit,
    String refusal) {
  /** Not a registered status: what web servers commonly log for a caller that left. */
  public static final int CALLER_LEFT = 499;
}
