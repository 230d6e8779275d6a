package dev.martello.operator.evidence;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A TCP connection that is closed when its time is up, whatever is being waited for: a read timeout
 * alone would let a peer hold us by sending one byte at a time.
 */
final class Deadline implements AutoCloseable {
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("evidence-deadline").factory());

  private final Socket socket;
  private final AtomicBoolean passed;
  private final ScheduledFuture<?> alarm;

  private Deadline(Socket socket, AtomicBoolean passed, ScheduledFuture<?> alarm) {
    this.socket = socket;
    this.passed = passed;
    this.alarm = alarm;
  }

  /** Connects; both connecting and all that follows must be done within that time. */
  static Deadline connect(InetSocketAddress address, Duration limit) throws IOException {
    Socket socket = new Socket();
    AtomicBoolean passed = new AtomicBoolean();
    ScheduledFuture<?> alarm =
        TIMER.schedule(
            () -> {
              passed.set(true);
              closeQuietly(socket);
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    Deadline deadline = new Deadline(socket, passed, alarm);
    try {
      socket.connect(address, Math.toIntExact(limit.toMillis()));
      return deadline;
    } catch (IOException failed) {
      IOException cause = deadline.explain(failed);
      deadline.close();
      throw cause;
    }
  }

  Socket socket() {
    return socket;
  }

  /**
   * Says that it was the time if it was: a socket closed under a read gives many different errors.
   */
  IOException explain(IOException failure) {
    if (passed.get() && !(failure instanceof SocketTimeoutException)) {
      SocketTimeoutException timeout = new SocketTimeoutException("no answer in time");
      timeout.initCause(failure);
      return timeout;
    }
    return failure;
  }

  @Override
  public void close() {
    alarm.cancel(false);
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException nothingLeftToClose) {
      // The connection is given up either way.
    }
  }
}
