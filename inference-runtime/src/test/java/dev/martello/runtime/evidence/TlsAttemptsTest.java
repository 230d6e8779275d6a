package dev.martello.runtime.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.testkit.Authority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The attempts must be able to fail: each against a server that is as it should not be. */
class TlsAttemptsTest {
  private final Authority authority = new Authority("ca");
  private final Authority.Identity server = authority.issue(List.of(Authority.SERVER), "127.0.0.1");

  @Test
  void seesAServerThatStillTakesTls12() throws Exception {
    try (ServerSocket port = tls("TLSv1.3", "TLSv1.2")) {
      TlsAttempts attempts = attempt(port, server);
      assertThat(attempts.tls13()).contains(Outcome.Accepted);
      assertThat(attempts.tls12()).contains(Outcome.Accepted);
      assertThat(attempts.plaintext()).contains(Outcome.Refused);
    }
  }

  @Test
  void seesAServerWithoutTls13() throws Exception {
    try (ServerSocket port = tls("TLSv1.2")) {
      TlsAttempts attempts = attempt(port, server);
      assertThat(attempts.tls13()).contains(Outcome.Refused);
      assertThat(attempts.tls12()).contains(Outcome.Accepted);
    }
  }

  @Test
  void seesAServerWithAnotherCertificate() throws Exception {
    try (ServerSocket port = tls("TLSv1.3")) {
      Authority.Identity other = authority.issue(List.of(Authority.SERVER), "127.0.0.1");
      assertThat(attempt(port, other).tls13()).contains(Outcome.Refused);
    }
  }

  @Test
  void seesAServerInTheClear() throws Exception {
    try (ServerSocket port = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      serve(port, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      TlsAttempts attempts = attempt(port, server);
      assertThat(attempts.tls13()).contains(Outcome.Refused);
      assertThat(attempts.tls12()).contains(Outcome.Refused);
      assertThat(attempts.plaintext()).contains(Outcome.Accepted);
    }
  }

  @Test
  void saysNothingOfAPortThatCantBeReached() throws Exception {
    int closed;
    try (ServerSocket port = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      closed = port.getLocalPort();
    }
    TlsAttempts attempts =
        TlsAttempts.make(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), closed), server.certificate());
    assertThat(attempts.tls13()).isEmpty();
    assertThat(attempts.plaintext()).isEmpty();
  }

  private static TlsAttempts attempt(ServerSocket port, Authority.Identity expected) {
    return TlsAttempts.make(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getLocalPort()),
        expected.certificate());
  }

  private ServerSocket tls(String... protocols) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "s", server.keys().getPrivate(), new char[0], new Certificate[] {server.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLServerSocket port =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 8, InetAddress.getLoopbackAddress());
    port.setEnabledProtocols(protocols);
    serve(port, "");
    return port;
  }

  private static void serve(ServerSocket port, String answer) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (!port.isClosed()) {
                try (Socket socket = port.accept()) {
                  if (socket instanceof SSLSocket tls) {
                    tls.startHandshake();
                  }
                  socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                  socket.getOutputStream().flush();
                  socket.getInputStream().read();
                } catch (IOException e) {
                  // the next one, if the port is still open
                }
              }
            });
  }
}
