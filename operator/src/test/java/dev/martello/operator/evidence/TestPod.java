package dev.martello.operator.evidence;

import dev.martello.operator.certificates.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A management port on 127.0.0.1 that answers as a test says: one request line in, whatever comes
 * out.
 */
final class TestPod implements AutoCloseable {
  private final ServerSocket socket;
  private final UnaryOperator<String> answer;

  private TestPod(ServerSocket socket, UnaryOperator<String> answer) {
    this.socket = socket;
    this.answer = answer;
    Thread.ofVirtual().start(this::serve);
  }

  /**
   * @param answer from the request line to all bytes of the answer; null: none, ever
   */
  static TestPod tls(SSLContext context, String protocol, UnaryOperator<String> answer)
      throws IOException {
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    server.setEnabledProtocols(new String[] {protocol});
    server.setWantClientAuth(true);
    return new TestPod(server, answer);
  }

  static TestPod plain(UnaryOperator<String> answer) throws IOException {
    return new TestPod(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), answer);
  }

  int port() {
    return socket.getLocalPort();
  }

  PodAddress address() {
    return new PodAddress("127.0.0.1", port(), port(), TestServers.NAME);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String request = in.readLine();
      String text = request == null ? "" : answer.apply(request);
      if (text == null) {
        Thread.sleep(60_000);
        return;
      }
      client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().flush();
    } catch (IOException | InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  static String http(String body) {
    return http(200, body);
  }

  static String http(int status, String body) {
    return "HTTP/1.1 "
        + status
        + " X\r\nContent-Type: application/json\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\nConnection: close\r\n\r\n"
        + body;
  }

  static String nonce(String requestLine) {
    return requestLine.replaceAll(".*nonce=([0-9a-f]*).*", "$1");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
