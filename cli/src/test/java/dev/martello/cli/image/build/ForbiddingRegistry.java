package dev.martello.cli.image.build;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/** Answers whatever it is asked, even by TLS, with plain HTTP's 403. */
final class ForbiddingRegistry implements AutoCloseable {
  private static final String FORBIDDEN =
      "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

  private final ServerSocket listening;

  ForbiddingRegistry() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofPlatform().daemon().start(this::answerAll);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void answerAll() {
    while (!listening.isClosed()) {
      try (var connection = listening.accept()) {
        connection.getOutputStream().write(FORBIDDEN.getBytes(StandardCharsets.US_ASCII));
        connection.shutdownOutput();
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // The client has gone, or we are closed: the loop knows which.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
