package dev.martello.embedded.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsCallTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path temp;
  private HttpsServer server;
  private KeyStore keys;

  @BeforeEach
  void start() throws Exception {
    keys = selfSigned("own.p12");
    KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
    factory.init(keys, PASSWORD);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/echo",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void believesTheNameThatItWasToldWhereverTheConnectionLeads() throws Exception {
    TlsCall.Reply reply = call("m.demo.svc", pem(keys)).post("/echo", "{\"a\": \"ä\"}");

    assertThat(reply.code()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"a\": \"ä\"}");
    assertThat(reply.protocol()).isEqualTo("TLSv1.3");
  }

  @Test
  void refusesACertificateForAnotherName() throws Exception {
    String authority = pem(keys);
    assertThatThrownBy(() -> call("other.demo.svc", authority).post("/echo", "{}"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void refusesACertificateOfAnotherAuthority() throws Exception {
    String other = pem(selfSigned("other.p12"));
    assertThatThrownBy(() -> call("m.demo.svc", other).post("/echo", "{}"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  private TlsCall call(String host, String authority) {
    return new TlsCall(server.getAddress(), host, authority);
  }

  private KeyStore selfSigned(String file) throws Exception {
    Path path = temp.resolve(file);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "tls",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "san=dns:m.demo.svc",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                path.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(path)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static String pem(KeyStore store) throws Exception {
    byte[] der = store.getCertificate("tls").getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }
}
