package dev.martello.runtime.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

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

  public HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
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
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] showing = {new Insistent(identity)};
      context.init(showing, trusting.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Shows its certificate even to servers that have not named its issuer. */
  private static final class Insistent extends X509ExtendedKeyManager {
    private final Authority.Identity[] identity;

    Insistent(Authority.Identity... identity) {
      this.identity = identity;
    }

    private String alias() {
      return identity.length == 0 ? null : "me";
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return alias();
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return alias();
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return identity.length == 0 ? null : new String[] {alias()};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return new X509Certificate[] {identity[0].certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return identity[0].keys().getPrivate();
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return null;
    }
  }
}
