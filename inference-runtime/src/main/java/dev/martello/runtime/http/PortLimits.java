package dev.martello.runtime.http;

import java.time.Duration;

/**
 * What a port bears.
 *
 * @param connections open at one time; further ones are closed at once
 * @param headTime from when a connection is ready for a request until its whole head has come
 * @param bodyTime from the head until the whole body has come
 * @param discardTime how long the rest of a refused body is read, so that the caller gets to see
 *     his answer
 * @param headerBytes all header fields of a request together
 */
public record PortLimits(
    int connections, Duration headTime, Duration bodyTime, Duration discardTime, int headerBytes) {
  public static final PortLimits USUAL =
      new PortLimits(
          1024, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(5), 16 * 1024);
}
