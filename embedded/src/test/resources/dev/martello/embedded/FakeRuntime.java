import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Stands in for the runtime: refuses a model named "bad", else serves its health over TLS. */
public class FakeRuntime {
  public static void main(String[] args) throws Exception {
    if (Files.readString(Path.of("model/model.bin")).equals("bad")) {
      Files.writeString(Path.of("termination-log"), "{\"reason\":\"Bad\",\"message\":\"no\"}");
      System.exit(3);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (FileInputStream in = new FileInputStream("tls/store.p12")) {
      store.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "changeit".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(
            new InetSocketAddress(System.getenv("POD_IP"), Integer.parseInt(args[1])), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/readyz",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.createContext(
        "/about",
        exchange -> {
          StringBuilder about = new StringBuilder("args=" + String.join(" ", args) + "\n");
          System.getenv().forEach((name, value) -> about.append(name + "=" + value + "\n"));
          about.append("key writable=" + Files.isWritable(Path.of("key")) + "\n");
          about.append("key=" + Files.readString(Path.of("key/martello.key")) + "\n");
          byte[] body = about.toString().getBytes("UTF-8");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Files.writeString(Path.of("pid"), Long.toString(ProcessHandle.current().pid()));
  }
}
