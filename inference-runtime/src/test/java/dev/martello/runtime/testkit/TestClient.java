package dev.martello.runtime.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Talks TLS to one port on loopback, trusting one authority, perhaps as somebody. */
public final class TestClient implements AutoCloseable {
  private final String base;
  private final SSLContext tls;
  private final HttpClient client;

  public TestClient(int port, X509Certificate trusted, Authority.Identity... identity) {
    this.base = "https://127.0.0.1:" + port;
    this.tls = context(trusted, identity);
    this.client =
        HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  public SSLContext tls() {
    return tls;
  }

  public HttpResponse<String> get(String path) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(base + path)));
  }

  public HttpResponse<String> post(String path, String body) throws IOException {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private static SSLContext context(X509Certificate trusted, Authority.Identity... identity) {
    try {
      KeyStore trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("trusted", trusted);
      TrustManagerFactory trusting =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusting.init(trust);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      for (Authority.Identity each : identity) {
        keys.setKeyEntry(
            "me", each.keys().getPrivate(), new char[0], new Certificate[] {each.certificate()});
      }
      KeyManagerFactory showing =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      showing.init(keys, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(showing.getKeyManagers(), trusting.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
