package dev.martello.operator.health;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port that the operator's network policy opens to everyone and that says nothing: it takes a
 * connection and closes it. Model pods, which must not reach out, try it.
 */
public final class OpenPort implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final ServerSocket socket;

  private OpenPort(ServerSocket socket) {
    this.socket = socket;
  }

  public static OpenPort open(int port) throws IOException {
    OpenPort open = new OpenPort(new ServerSocket(port, BACKLOG));
    Thread.ofVirtual().name("open-port").start(open::serve);
    return open;
  }

  public int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket caller = socket.accept()) {
        // In order, not by a reset: that could reach the caller while it still connects.
        caller.shutdownOutput();
      } catch (IOException goneOrClosed) {
        // The next caller, if there is one.
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException nothingLeftToClose) {
      // It is given up either way.
    }
  }
}
