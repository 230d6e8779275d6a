package dev.martello.embedded.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pod network: addresses 127.0.0.1 to 127.0.0.254 of this machine, each lent to one pod. (Where
 * only 127.0.0.1 is up, as on macOS, that is one pod at a time.)
 */
final class LoopbackAddresses {
  private final Set<String> lent = new HashSet<>();

  /** The first address on which all {@code ports} are free, if any is left. */
  synchronized Optional<String> acquire(List<Integer> ports) {
    for (int last = 1; last < 255; last++) {
      String address = "127.0.0." + last;
      if (!lent.contains(address) && ports.stream().allMatch(port -> isFree(address, port))) {
        lent.add(address);
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  synchronized void release(String address) {
    lent.remove(address);
  }

  private static boolean isFree(String address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
