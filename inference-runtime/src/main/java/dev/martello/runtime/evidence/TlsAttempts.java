package dev.martello.runtime.evidence;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Knocks at one of our own ports as a client would: with TLS 1.3, with TLS 1.2, with no TLS. */
record TlsAttempts(Optional<Outcome> tls13, Optional<Outcome> tls12, Optional<Outcome> plaintext) {
  private static final int PATIENCE_MILLIS = 2000;

  /** Without a positive control (TLS 1.3 works) a refusal of the others would say nothing. */
  static TlsAttempts make(InetSocketAddress port, X509Certificate ours) {
    Optional<Outcome> tls13 = handshake(port, "TLSv1.3", ours);
    return new TlsAttempts(tls13, handshake(port, "TLSv1.2", ours), plaintext(port));
  }

  /** Accepted as soon as the server has shown our certificate and signed with its key. */
  private static Optional<Outcome> handshake(
      InetSocketAddress port, String protocol, X509Certificate ours) {
    try (Socket socket = connected(port)) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new OnlyThisCertificate(ours)}, null);
      try (SSLSocket tls =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(socket, port.getHostString(), port.getPort(), true)) {
        tls.setEnabledProtocols(new String[] {protocol});
        tls.startHandshake();
        return Optional.of(
            tls.getSession().getProtocol().equals(protocol) ? Outcome.Accepted : Outcome.Refused);
      } catch (SocketTimeoutException e) {
        return Optional.of(Outcome.TimedOut);
      } catch (IOException e) {
        return Optional.of(Outcome.Refused);
      }
    } catch (IOException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** Asks in plain HTTP: anything but an HTTP answer is a refusal. */
  private static Optional<Outcome> plaintext(InetSocketAddress port) {
    try (Socket socket = connected(port)) {
      try {
        socket
            .getOutputStream()
            .write(
                "GET /v2/health/live HTTP/1.1\r\nHost: self\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        byte[] start = socket.getInputStream().readNBytes(5);
        return Optional.of(
            new String(start, StandardCharsets.ISO_8859_1).equals("HTTP/")
                ? Outcome.Accepted
                : Outcome.Refused);
      } catch (SocketTimeoutException e) {
        return Optional.of(Outcome.TimedOut);
      } catch (IOException e) {
        return Optional.of(Outcome.Refused);
      }
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Socket connected(InetSocketAddress port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(port, PATIENCE_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
