package dev.martello.runtime.evidence;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Optional;

/** A TCP connection that a pod of ours must not be able to make. */
record EgressAttempt(Optional<String> target, Outcome outcome) {
  private static final int PATIENCE_MILLIS = 1000;

  /** The cluster's API server, as every pod's environment names it. */
  static Optional<Target> apiServer(Map<String, String> environment) {
    return Target.of(
        environment.getOrDefault("KUBERNETES_SERVICE_HOST", ""),
        environment.getOrDefault("KUBERNETES_SERVICE_PORT", ""));
  }

  /**
   * Connects and hangs up at once.
   *
   * @param probing false: nothing is attempted
   */
  static EgressAttempt make(Optional<Target> target, boolean probing) {
    return probing && target.isPresent()
        ? new EgressAttempt(Optional.of(target.get().text()), connect(target.get()))
        : new EgressAttempt(target.map(Target::text), Outcome.NotTried);
  }

  private static Outcome connect(Target target) {
    try (Socket socket = new Socket()) {
      socket.connect(target.address(), PATIENCE_MILLIS);
      return Outcome.Accepted;
    } catch (SocketTimeoutException e) {
      return Outcome.TimedOut;
    } catch (IOException e) {
      return Outcome.Refused;
    }
  }
}
