package dev.martello.embedded;

import dev.martello.embedded.apiserver.ApiDispatcher;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * An API server on 127.0.0.1 over Fabric8's mock web server: create, read, list, watch (WebSocket),
 * replace, merge patch, JSON patch, server-side apply, delete with finalizers and garbage
 * collection, status subresources and the defaults of CRD schemas. It validates no schema, runs no
 * admission and no CEL. Plain HTTP; every request must carry the token of {@link #kubeconfig()}.
 */
public final class EmbeddedApiServer implements AutoCloseable {
  // Held so that the level is not lost with a collected logger: the mock logs every request.
  private static final Logger MOCK_LOG = Logger.getLogger(MockWebServer.class.getName());

  private final MockWebServer server;
  private final String token;
  private final KubernetesClient client;

  private EmbeddedApiServer(MockWebServer server, String token) {
    this.server = server;
    this.token = token;
    this.client = newClient();
  }

  /** Starts an empty API server on a free port. */
  public static EmbeddedApiServer start() {
    MOCK_LOG.setLevel(Level.WARNING);
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    MockWebServer server = new MockWebServer();
    server.setDispatcher(forgetting(server, new ApiDispatcher(token)));
    server.start(loopback(), 0);
    return new EmbeddedApiServer(server, token);
  }

  /** {@code http://127.0.0.1:PORT}. */
  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** The server's own client; closed with it. */
  public KubernetesClient client() {
    return client;
  }

  /** A client of one's own, to be closed by the caller. */
  public KubernetesClient newClient() {
    return new KubernetesClientBuilder()
        .withConfig(clientConfig())
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  /** How to reach this server, independent of any kubeconfig on this machine. */
  public Config clientConfig() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(url())
        .withOauthToken(token)
        .withNamespace("default")
        .withHttp2Disable(true)
        .build();
  }

  /** A kubeconfig file for this server, as YAML. */
  public String kubeconfig() {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: embedded
          cluster:
            server: %s
        users:
        - name: embedded
          user:
            token: %s
        contexts:
        - name: embedded
          context:
            cluster: embedded
            user: embedded
            namespace: default
        current-context: embedded
        """
        .formatted(url(), token);
  }

  @Override
  public void close() {
    client.close();
    server.shutdown();
  }

  /** The mock keeps every request for a test to look at; here that would only fill the memory. */
  private static Dispatcher forgetting(MockWebServer server, Dispatcher dispatcher) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        server.reset();
        return dispatcher.dispatch(request);
      }
    };
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
