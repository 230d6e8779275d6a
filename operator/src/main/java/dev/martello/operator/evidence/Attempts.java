package dev.martello.operator.evidence;

import dev.martello.operator.observed.Outcome;
import dev.martello.operator.observed.Try;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What must not work, tried: older TLS and plaintext on the management port, any connection to the
 * inference port. And what must, as a control.
 */
final class Attempts {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);
  private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);

  private final InstantSource clock;
  private final SSLContext believingAnything;

  Attempts(InstantSource clock) {
    this.clock = clock;
    try {
      believingAnything = SSLContext.getInstance("TLS");
      believingAnything.init(null, new TrustManager[] {new Anything()}, null);
    } catch (GeneralSecurityException unreachable) {
      throw new IllegalStateException(unreachable);
    }
  }

  /** A handshake with TLS 1.2 as the highest version. */
  Try tls12(PodAddress pod) {
    Instant now = clock.instant();
    try (Deadline connection = Deadline.connect(pod.management(), LIMIT)) {
      try {
        SSLSocket tls =
            (SSLSocket)
                believingAnything
                    .getSocketFactory()
                    .createSocket(
                        connection.socket(), pod.serviceName(), pod.managementPort(), true);
        tls.setEnabledProtocols(new String[] {"TLSv1.2"});
        tls.startHandshake();
        return tried(Outcome.Accepted, now, "the handshake with TLS 1.2 went through");
      } catch (IOException failed) {
        return refused(connection.explain(failed), now);
      }
    } catch (IOException unreachable) {
      return refused(unreachable, now);
    }
  }

  /** A request without TLS. */
  Try plaintext(PodAddress pod) {
    Instant now = clock.instant();
    try (Deadline connection = Deadline.connect(pod.management(), LIMIT)) {
      try {
        Socket socket = connection.socket();
        HttpAnswer.ask(socket.getOutputStream(), pod.serviceName(), "/livez");
        byte[] begin = socket.getInputStream().readNBytes(HTTP.length);
        return Arrays.equals(begin, HTTP)
            ? tried(Outcome.Accepted, now, "a request without TLS was answered")
            : tried(Outcome.Refused, now, "no HTTP answer without TLS");
      } catch (IOException failed) {
        IOException cause = connection.explain(failed);
        // How the server hangs up depends on timing; that it does is what counts.
        return cause instanceof SocketTimeoutException
            ? refused(cause, now)
            : tried(Outcome.Refused, now, "no HTTP answer without TLS");
      }
    } catch (IOException unreachable) {
      return refused(unreachable, now);
    }
  }

  /** A TCP connection to the inference port, which the network policy forbids to the operator. */
  Try inferencePort(PodAddress pod) {
    Instant now = clock.instant();
    try (Deadline connection = Deadline.connect(pod.inference(), CONNECT_LIMIT)) {
      return tried(
          connection.socket().isConnected() ? Outcome.Accepted : Outcome.Refused,
          now,
          "the inference port took the operator's connection");
    } catch (IOException failed) {
      return refused(failed, now);
    }
  }

  /**
   * A TCP connection.
   *
   * @param target {@code address:port}
   */
  Try connection(String target) {
    Instant now = clock.instant();
    int colon = target.lastIndexOf(':');
    InetSocketAddress address =
        new InetSocketAddress(
            InetAddress.ofLiteral(target.substring(0, colon).replaceAll("[\\[\\]]", "")),
            Integer.parseInt(target.substring(colon + 1)));
    try (Deadline connection = Deadline.connect(address, CONNECT_LIMIT)) {
      return tried(connection.socket().isConnected() ? Outcome.Accepted : Outcome.Refused, now, "");
    } catch (IOException failed) {
      return refused(failed, now);
    }
  }

  private static Try refused(IOException failure, Instant now) {
    boolean silent = failure instanceof SocketTimeoutException;
    return tried(silent ? Outcome.TimedOut : Outcome.Refused, now, Failures.text(failure));
  }

  private static Try tried(Outcome outcome, Instant now, String detail) {
    return new Try(outcome, Optional.of(now), detail);
  }

  /**
   * Nothing is sent after this handshake and nothing believed: only whether the version is spoken
   * counts, not by whom.
   */
  private static final class Anything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
