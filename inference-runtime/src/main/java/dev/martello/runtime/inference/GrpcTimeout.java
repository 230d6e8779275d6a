package dev.martello.runtime.inference;

import dev.martello.runtime.http.CallRefused;
import dev.martello.runtime.http.RequestHead;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The field grpc-timeout: how long a caller waits, as "gRPC over HTTP2" writes it. */
final class GrpcTimeout {
  private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,8})([HMSmun])");

  private GrpcTimeout() {}

  /** By the clock of {@link System#nanoTime}; far away if the caller does not say. */
  static long deadlineNanos(RequestHead head) throws CallRefused {
    String field = head.headers().get("grpc-timeout");
    if (field == null) {
      return PendingCall.noDeadline();
    }
    Matcher timeout = TIMEOUT.matcher(field);
    if (!timeout.matches()) {
      throw new CallRefused(400, "grpc-timeout must be up to 8 digits and a unit");
    }
    long value = Long.parseLong(timeout.group(1));
    TimeUnit unit =
        switch (timeout.group(2)) {
          case "H" -> TimeUnit.HOURS;
          case "M" -> TimeUnit.MINUTES;
          case "S" -> TimeUnit.SECONDS;
          case "m" -> TimeUnit.MILLISECONDS;
          case "u" -> TimeUnit.MICROSECONDS;
          default -> TimeUnit.NANOSECONDS;
        };
    return System.nanoTime() + Math.min(unit.toNanos(value), PendingCall.LONGEST_NANOS);
  }
}
