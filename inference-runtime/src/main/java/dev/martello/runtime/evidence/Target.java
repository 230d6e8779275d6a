package dev.martello.runtime.evidence;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a connection is attempted: by address, since the pod can't ask for names either.
 *
 * @param text {@code address:port}, IPv6 in brackets
 */
public record Target(String text, InetSocketAddress address) {

  /** {@code 192.0.2.1:443} or {@code [2001:db8::1]:443}; nothing if it is anything else. */
  public static Optional<Target> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return of(
        bracketed ? host.substring(1, host.length() - 1) : host, text.substring(colon + 1), text);
  }

  /** From the two variables that Kubernetes sets in every pod. */
  static Optional<Target> of(String host, String port) {
    return of(host, port, (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  private static Optional<Target> of(String host, String port, String text) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
    if (address == null || !port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Target(
              text,
              new InetSocketAddress(InetAddress.getByAddress(address), Integer.parseInt(port))));
    } catch (UnknownHostException unreachable) {
      throw new IllegalStateException("an address of 4 or 16 bytes", unreachable);
    }
  }
}
