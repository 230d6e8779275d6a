package dev.martello.operator.evidence;

import dev.martello.crds.Probing;
import dev.martello.operator.observed.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What pods are asked to try and must not reach, and the operator's own attempts on the same: the
 * API server, and a port that the operator's pods open to everyone.
 *
 * @param apiServer {@code address:port} that every pod's environment names; empty if our own client
 *     goes elsewhere
 * @param openPort {@code address:port} of this very pod; empty if it isn't in the cluster
 */
public record PositiveControls(Optional<String> apiServer, Optional<String> openPort) {

  /** Port that {@code manifests/operator/network-policy.yaml} opens to everyone. */
  public static final int OPEN_PORT = 8082;

  public static PositiveControls of(Map<String, String> environment, String masterUrl) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
    String apiServer = literal(host) + ":" + port;
    boolean ours = !host.isEmpty() && masterUrl.startsWith("https://" + apiServer);
    return new PositiveControls(
        ours ? Optional.of(apiServer) : Optional.empty(),
        Optional.of(environment.getOrDefault("POD_IP", ""))
            .filter(ip -> !ip.isEmpty())
            .map(ip -> literal(ip) + ":" + OPEN_PORT));
  }

  private static String literal(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** What is added to the question for evidence. */
  String query(Probing probing) {
    return probing == Probing.Off
        ? "&probing=off"
        : openPort.map(port -> "&operatorPort=" + port).orElse("");
  }

  List<Control> make(Attempts attempts) {
    List<Control> made = new ArrayList<>();
    apiServer.ifPresent(target -> made.add(new Control(target, attempts.connection(target))));
    openPort.ifPresent(target -> made.add(new Control(target, attempts.connection(target))));
    return made;
  }
}
