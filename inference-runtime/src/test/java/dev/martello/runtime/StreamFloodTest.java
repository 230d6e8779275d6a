package dev.martello.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.runtime.testkit.OnnxModels;
import dev.martello.runtime.testkit.TestClient;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 frames that no client would send in such numbers: the connection ends, others go on. */
@Timeout(120)
class StreamFloodTest {
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  @TempDir static Path directory;
  private static TestPod pod;

  @BeforeAll
  static void start() throws Exception {
    pod = new TestPod(directory, OnnxModels.linear()).start();
  }

  @AfterAll
  static void stop() {
    pod.close();
  }

  /** Writes frames until it can't; what it wants to send next, given the stream's number. */
  @FunctionalInterface
  private interface Flood {
    void write(DataOutputStream out, int stream) throws IOException;
  }

  /** CVE-2023-44487: a request and its reset at once, for which no stream limit counts. */
  @Test
  void rapidResets() throws Exception {
    endsWithGoAway(
        (out, stream) -> {
          frame(out, HEADERS, END_STREAM | END_HEADERS, stream, request());
          frame(out, RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
        });
  }

  /** CVE-2019-9518: empty frames of headers that never end. */
  @Test
  void emptyContinuations() throws Exception {
    endsWithGoAway(
        (out, stream) -> {
          if (stream == 1) {
            frame(out, HEADERS, END_STREAM, stream, request());
          }
          frame(out, CONTINUATION, 0, 1, new byte[0]);
        });
  }

  /** CVE-2024-27316 and its like: header fields without end. */
  @Test
  void endlessHeaders() throws Exception {
    byte[] field = new byte[2 + 1 + 1 + 100];
    field[1] = 1;
    field[2] = 'x';
    field[3] = 100;
    Arrays.fill(field, 4, field.length, (byte) 'y');
    endsWithGoAway(
        (out, stream) -> {
          if (stream == 1) {
            frame(out, HEADERS, END_STREAM, stream, request());
          }
          frame(out, CONTINUATION, 0, 1, field);
        });
  }

  /** As many as it likes, for a flood that is cut off long before. */
  private static void endsWithGoAway(Flood flood) throws Exception {
    try (TestClient client = pod.client();
        SSLSocket socket =
            (SSLSocket)
                client.tls().getSocketFactory().createSocket("127.0.0.1", pod.inferencePort)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(30_000);
      socket.startHandshake();
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(out, SETTINGS, 0, 0, new byte[0]);
      boolean cut = false;
      try {
        for (int i = 0; i < 20_000; i++) {
          flood.write(out, 2 * i + 1);
        }
        out.flush();
      } catch (SocketException | javax.net.ssl.SSLException e) {
        cut = true; // closed while we wrote
      }
      assertThat(cut || endedByServer(socket)).isTrue();
      assertThat(client.get("/v2/health/ready").statusCode()).isEqualTo(200);
    }
  }

  private static boolean endedByServer(SSLSocket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    try {
      while (true) {
        int head = in.readInt();
        int type = head & 0xff;
        in.readNBytes(5);
        in.readNBytes(head >>> 8);
        if (type == GOAWAY) {
          return true;
        }
      }
    } catch (SocketTimeoutException e) {
      return false;
    } catch (EOFException | SocketException | javax.net.ssl.SSLException e) {
      return true;
    }
  }

  /** GET / by HPACK's static table (RFC 7541, appendix A). */
  private static byte[] request() {
    return new byte[] {(byte) 0x82, (byte) 0x84, (byte) 0x87, 0x01, 1, 'a'};
  }

  private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream frame = new DataOutputStream(bytes);
    frame.writeInt(payload.length << 8 | type);
    frame.writeByte(flags);
    frame.writeInt(stream);
    frame.write(payload);
    out.write(bytes.toByteArray());
  }
}
