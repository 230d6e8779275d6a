package dev.martello.embedded.quickstart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * One HTTPS POST to an address, made as if by name: the server's certificate must be of the given
 * CA and for {@code host}, wherever the connection leads (there is no cluster DNS out here).
 */
record TlsCall(InetSocketAddress address, String host, String caPem) {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})[^\\r\\n]*");

  /**
   * What came back.
   *
   * @param protocol such as TLSv1.3
   */
  record Reply(int code, String body, String protocol) {}

  Reply post(String path, String body) throws IOException, GeneralSecurityException {
    try (Socket plain = new Socket()) {
      plain.connect(address, TIMEOUT_MILLIS);
      plain.setSoTimeout(TIMEOUT_MILLIS);
      SSLSocket socket =
          (SSLSocket)
              trusting().getSocketFactory().createSocket(plain, host, address.getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      String head =
          """
          POST %s HTTP/1.1\r
          Host: %s\r
          Content-Type: application/json\r
          Content-Length: %d\r
          Connection: close\r
          \r
          """
              .formatted(path, host, content.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(content);
      socket.getOutputStream().flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return reply(answer, socket.getSession().getProtocol());
    }
  }

  private static Reply reply(String answer, String protocol) throws IOException {
    Matcher status = STATUS.matcher(answer);
    int end = answer.indexOf("\r\n\r\n");
    if (!status.lookingAt() || end < 0) {
      throw new IOException("the answer is not HTTP/1.1");
    }
    return new Reply(Integer.parseInt(status.group(1)), answer.substring(end + 4), protocol);
  }

  private SSLContext trusting() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    X509Certificate authority =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(caPem.getBytes(StandardCharsets.US_ASCII)));
    store.setCertificateEntry("ca", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
