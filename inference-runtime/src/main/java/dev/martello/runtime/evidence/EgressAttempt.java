package dev.martello.runtime.evidence;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Optional;

/** A TCP connection to the cluster's API server, which a pod of ours must not reach. */
record EgressAttempt(Optional<String> target, Outcome outcome) {
  private static final int PATIENCE_MILLIS = 1000;

  static EgressAttempt make(Map<String, String> environment) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
    if (host.isEmpty() || !port.matches("[0-9]{1,5}")) {
      return new EgressAttempt(Optional.empty(), Outcome.NotTried);
    }
    String target = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    return new EgressAttempt(Optional.of(target), connect(host, Integer.parseInt(port)));
  }

  private static Outcome connect(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      return Outcome.Accepted;
    } catch (SocketTimeoutException e) {
      return Outcome.TimedOut;
    } catch (IOException | IllegalArgumentException e) {
      return Outcome.Refused;
    }
  }
}
