package dev.martello.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** Bytes over TLS to a pod's inference port, for what a proper client would never send. */
final class RawTls {
  private RawTls() {}

  static SSLSocket connect(TestPod pod) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            pod.client().tls().getSocketFactory().createSocket("127.0.0.1", pod.inferencePort);
    socket.setSoTimeout(20_000);
    return socket;
  }

  static void write(SSLSocket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /**
   * Reads until {@code count} answers, each marked by its status line, are there with their body.
   */
  static String read(SSLSocket socket, int count) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    while (!complete(answer.toString(StandardCharsets.ISO_8859_1), count)) {
      int read;
      try {
        read = in.read(buffer);
      } catch (SocketException | SocketTimeoutException e) {
        break;
      }
      if (read < 0) {
        break;
      }
      answer.write(buffer, 0, read);
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private static boolean complete(String text, int count) {
    int from = 0;
    for (int i = 0; i < count; i++) {
      int end = text.indexOf("\r\n\r\n", from);
      if (end < 0) {
        return false;
      }
      String head = text.substring(from, end).toLowerCase(java.util.Locale.ROOT);
      int at = head.indexOf("content-length: ");
      int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16).lines().findFirst().get());
      from = end + 4 + length;
    }
    return text.length() >= from;
  }

  /** Sends text, gives back the first answer. */
  static byte[] exchange(TestPod pod, String text) throws IOException {
    try (SSLSocket socket = connect(pod)) {
      write(socket, text);
      return read(socket, 1).getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
