package dev.martello.operator.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * /livez, /readyz and /metrics over plain HTTP, for the kubelet and Prometheus. Alive until the
 * operator's watches are broken or its threads stand still; ready once all that it watches has been
 * listed.
 */
public final class HealthServer implements AutoCloseable {
  private static final int BACKLOG = 16;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile BooleanSupplier watching = () -> true;
  private volatile BooleanSupplier synced = () -> false;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /** Starts to listen on all addresses. */
  public static HealthServer start(int port, OperatorMetrics metrics) throws IOException {
    HealthServer health = new HealthServer(HttpServer.create(new InetSocketAddress(port), BACKLOG));
    health.probe("/livez", health::alive);
    health.probe("/readyz", () -> health.synced.getAsBoolean());
    health.handle("/metrics", 200, "text/plain; version=0.0.4; charset=utf-8", metrics::text);
    health.server.setExecutor(health.threads);
    health.server.start();
    return health;
  }

  /** From now on these say how the operator is. */
  public void report(BooleanSupplier watchesHealthy, BooleanSupplier allListed) {
    watching = watchesHealthy;
    synced = allListed;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private boolean alive() {
    boolean deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads() != null;
    return !deadlocked && watching.getAsBoolean();
  }

  private void probe(String path, BooleanSupplier holds) {
    server.createContext(
        path,
        exchange -> {
          boolean ok = path.equals(exchange.getRequestURI().getPath()) && holds.getAsBoolean();
          answer(exchange, ok ? 200 : 503, "text/plain; charset=utf-8", ok ? "ok\n" : "not ok\n");
        });
  }

  private void handle(String path, int status, String type, Supplier<String> body) {
    server.createContext(path, exchange -> answer(exchange, status, type, body.get()));
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
