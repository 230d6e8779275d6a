package dev.martello.runtime;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Where to listen: on all addresses, unless the pod's own is a loopback address (the embedded
 * cluster) or is not known: then on loopback only.
 *
 * @param all whether to listen on all
 * @param one the address to listen on otherwise, and to reach ourselves by
 */
record BindAddress(boolean all, InetAddress one) {

  static BindAddress of(Map<String, String> environment) throws StartRefused {
    String podIp = environment.getOrDefault("POD_IP", "");
    try {
      InetAddress address = InetAddress.ofLiteral(podIp.isEmpty() ? "127.0.0.1" : podIp);
      return address.isLoopbackAddress()
          ? new BindAddress(false, address)
          : new BindAddress(true, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IllegalArgumentException e) {
      throw new StartRefused(
          ExitCode.FAILED, "AddressInvalid", "POD_IP: '" + podIp + "' is not an IP address.");
    }
  }

  InetSocketAddress port(int port) {
    return all ? new InetSocketAddress(port) : new InetSocketAddress(one, port);
  }

  /** The same port, as this process itself can reach it. */
  InetSocketAddress fromHere(int port) {
    return new InetSocketAddress(one, port);
  }
}
