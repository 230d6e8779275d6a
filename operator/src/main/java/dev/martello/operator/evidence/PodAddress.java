package dev.martello.operator.evidence;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a pod is reached, and the name that its certificate must bear.
 *
 * @param ip literal IPv4 or IPv6 address
 * @param serviceName DNS name of the Service, such as {@code model.demo.svc}
 */
public record PodAddress(String ip, int managementPort, int inferencePort, String serviceName) {
  private static final int MANAGEMENT = 9443;
  private static final int INFERENCE = 8443;

  public static PodAddress of(String ip, String serviceName) {
    return new PodAddress(ip, MANAGEMENT, INFERENCE, serviceName);
  }

  InetSocketAddress management() {
    return new InetSocketAddress(literal(), managementPort);
  }

  InetSocketAddress inference() {
    return new InetSocketAddress(literal(), inferencePort);
  }

  private InetAddress literal() {
    return InetAddress.ofLiteral(ip);
  }
}
