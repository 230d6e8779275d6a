package dev.martello.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.tls.Caller;
import dev.martello.runtime.tls.SelfSignedCertificate;
import dev.martello.runtime.tls.TlsServer;
import dev.martello.runtime.tls.TlsTerms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Callers who send or read as slowly as they can: each loses its connection although something
 * comes all the time, and others are answered meanwhile. The port's patience is one second here.
 */
@Timeout(180)
class SlowCallersTest {
  private static final int EACH = 4;
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final int BIG = 32 << 20;

  /** Longer than any patience, however slow the machine is; the tests end long before. */
  private static final int MOST_BYTES = 1200;

  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private ServerPort port;

  private void open(int connections, Optional<Supplier<TlsServer>> tls) throws IOException {
    Endpoint endpoint =
        new Endpoint() {
          @Override
          public Route route(RequestHead head) {
            int size = head.path().equals(List.of("big")) ? BIG : 2;
            return new Route(
                "/x", 1 << 20, (call, reply) -> reply.accept(Answer.json(200, new byte[size])));
          }

          @Override
          public String nameOf(Caller caller) {
            return "-";
          }
        };
    TrafficObserver counting =
        new TrafficObserver() {
          @Override
          public void started() {}

          @Override
          public void finished(FinishedCall call) {
            finished.incrementAndGet();
          }

          @Override
          public void handshakeFailed() {}

          @Override
          public void connectionRefused() {
            refused.incrementAndGet();
          }
        };
    PortLimits limits = new PortLimits(connections, SHORT, SHORT, SHORT, 16 * 1024);
    PortTerms terms =
        new PortTerms("test", endpoint, limits, new BodyBudget(1 << 24), counting, () -> false);
    port =
        ServerPort.open(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), tls, terms, 1);
  }

  @AfterEach
  void close() {
    port.close();
  }

  /** What a caller sends at first, and then byte by byte. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Slow(String what, byte[] first, byte[] trickle) {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0, (byte) (payload.length >> 8), (byte) payload.length});
    bytes.writeBytes(new byte[] {(byte) type, (byte) flags, 0, 0, 0, (byte) stream});
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List.of(parts).forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  private static List<Slow> plainCallers() {
    byte[] preface = joined(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), frame(4, 0, 0, new byte[0]));
    byte[] post = {(byte) 0x83, (byte) 0x84, (byte) 0x86, 0x01, 1, 'h'}; // RFC 7541, appendix A
    byte[] pings = new byte[0];
    for (int i = 0; i < MOST_BYTES / 17; i++) {
      pings = joined(pings, frame(6, 0, 0, new byte[8]));
    }
    byte[] data = new byte[0];
    for (int i = 0; i < MOST_BYTES / 10; i++) {
      data = joined(data, frame(0, 0, 1, new byte[] {'x'}));
    }
    return List.of(
        new Slow("nothing", new byte[0], new byte[0]),
        new Slow("half a request", ascii("POST /x HTTP/1.1\r\nHost: h\r\n"), new byte[0]),
        new Slow("header by bytes", ascii("GET /x HTTP/1.1\r\nX: "), ascii("y".repeat(MOST_BYTES))),
        new Slow(
            "body by bytes",
            ascii("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 99999\r\n\r\n"),
            ascii("z".repeat(MOST_BYTES))),
        new Slow(
            "chunks by bytes",
            ascii("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"),
            ascii("1\r\nz\r\n".repeat(MOST_BYTES / 6))),
        new Slow("the preface by bytes", new byte[0], ascii("PRI * HTTP/2.0\r\n\r")),
        new Slow("an idle HTTP/2 connection", preface, new byte[0]),
        new Slow("HTTP/2 pings", preface, pings),
        new Slow("a frame by bytes", preface, frame(1, 5, 1, new byte[MOST_BYTES])),
        new Slow("HTTP/2 data by bytes", joined(preface, frame(1, 4, 1, post)), data));
  }

  @Test
  void loseTheirConnections() throws Exception {
    open(1000, Optional.empty());
    expectAllCutOff(plainCallers(), "http");
  }

  @Test
  void loseThemBeforeTlsIsThereToo() throws Exception {
    TlsServer tls = TlsTerms.withoutClients(SelfSignedCertificate.forLoopback());
    open(1000, Optional.of(() -> tls));
    byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3}; // a ClientHello begins
    expectAllCutOff(
        List.of(
            new Slow("nothing", new byte[0], new byte[0]),
            new Slow("a handshake by bytes", hello, new byte[500])),
        "");
  }

  private void expectAllCutOff(List<Slow> kinds, String scheme) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> slow = new ArrayList<>();
      for (Slow kind : kinds) {
        for (int i = 0; i < EACH; i++) {
          slow.add(threads.submit(() -> cutOff(kind) ? "" : kind.what()));
        }
      }
      if (!scheme.isEmpty()) {
        try (HttpClient client = HttpClient.newHttpClient()) {
          for (int i = 0; i < 20; i++) {
            assertThat(status(client, scheme)).isEqualTo(200);
          }
        }
      }
      for (Future<String> one : slow) {
        assertThat(one.get()).as("was never cut off").isEmpty();
      }
    }
  }

  private int status(HttpClient client, String scheme) throws Exception {
    URI uri = URI.create(scheme + "://127.0.0.1:" + port.address().getPort() + "/x");
    HttpRequest request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Whether the server ended it before all was sent. */
  private boolean cutOff(Slow kind) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port.address().getPort())) {
      socket.setSoTimeout(50); // between two bytes
      try {
        OutputStream out = socket.getOutputStream();
        out.write(kind.first());
        for (int i = 0; i < MOST_BYTES; i++) {
          if (i < kind.trickle().length) {
            out.write(kind.trickle()[i]);
          }
          if (ended(socket.getInputStream())) {
            return true;
          }
        }
        return false;
      } catch (IOException reset) {
        return true;
      }
    }
  }

  private static boolean ended(InputStream in) throws IOException {
    try {
      return in.readNBytes(1024).length < 1024;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    }
  }

  /** Who asks for much and does not read it holds it for a second only. */
  @Test
  void whoDoesNotTakeHisAnswerIsCutOff() throws Exception {
    open(1000, Optional.empty());
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(8192);
      socket.connect(port.address());
      socket.getOutputStream().write(ascii("GET /big HTTP/1.1\r\nHost: h\r\n\r\n"));
      for (int i = 0; i < 1200 && finished.get() == 0; i++) {
        Thread.sleep(50);
      }
      assertThat(finished).as("the call is over").hasValue(1);
      socket.setSoTimeout(30_000);
      long got = 0;
      try (InputStream in = socket.getInputStream()) {
        for (int read = in.read(new byte[8192]); read >= 0; read = in.read(new byte[8192])) {
          got += read;
        }
      } catch (IOException reset) {
        assertThat(reset).isNotInstanceOf(SocketTimeoutException.class);
      }
      assertThat(got).isLessThan(BIG);
    }
  }

  /** More connections than the port bears are closed at once; those that are open go on. */
  @Test
  void aBoundedNumberOfConnections() throws Exception {
    open(8, Optional.empty());
    List<Socket> sockets = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 64; i++) {
        sockets.add(new Socket("127.0.0.1", port.address().getPort()));
      }
      for (int i = 0; i < 600 && refused.get() < 56; i++) {
        Thread.sleep(50);
      }
      assertThat(refused).hasValueGreaterThanOrEqualTo(56);
      // The idle ones have left their places by and by.
      int status = 0;
      for (int i = 0; i < 600 && status != 200; i++) {
        try {
          status = status(client, "http");
        } catch (IOException full) {
          Thread.sleep(50);
        }
      }
      assertThat(status).isEqualTo(200);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
