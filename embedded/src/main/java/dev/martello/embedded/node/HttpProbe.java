package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A kubelet's {@code httpGet}: any answer from 200 to 399 will do. */
final class HttpProbe {
  private final SSLContext tls = unverified();

  boolean passes(HTTPGetAction action, Container container, String podIp, Duration timeout)
      throws InterruptedException {
    String scheme = "HTTPS".equals(action.getScheme()) ? "https" : "http";
    String host = Objects.requireNonNullElse(action.getHost(), podIp);
    String path = Objects.requireNonNullElse(action.getPath(), "/");
    URI uri =
        URI.create("%s://%s:%d%s".formatted(scheme, host, port(action.getPort(), container), path));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .header("User-Agent", "kube-probe/embedded")
            .GET()
            .build();
    // A client of its own each time: the kubelet too leaves no connection open behind a probe.
    try (HttpClient client = client()) {
      int code = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      client.shutdownNow();
      return code >= 200 && code < 400;
    } catch (IOException notYet) {
      return false;
    }
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .sslContext(tls)
        .build();
  }

  static int port(IntOrString port, Container container) {
    if (port.getIntVal() != null) {
      return port.getIntVal();
    }
    return container.getPorts().stream()
        .filter(named -> port.getStrVal().equals(named.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no container port named " + port.getStrVal()));
  }

  /** Like the kubelet, which has no CA for a pod: it does not verify the certificate. */
  private static SSLContext unverified() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class TrustAll extends X509ExtendedTrustManager {
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
