package dev.martello.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.cli.Invocation;
import dev.martello.cli.Martello;
import dev.martello.cli.model.Sealed;
import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir private Path temporary;
  private Sealed sealed;

  @BeforeEach
  void seal() throws Exception {
    sealed = Sealed.in(temporary);
  }

  @Test
  void answersUntilItIsToldToStop() throws Exception {
    try (var written = new PipedWriter();
        var lines = new BufferedReader(new PipedReader(written));
        var client = HttpClient.newHttpClient()) {
      var command = Martello.commandLine().setOut(new PrintWriter(written));
      var run =
          new FutureTask<>(
              () ->
                  command.execute(
                      "run",
                      sealed.directory().toString(),
                      "--key",
                      sealed.key().toString(),
                      "--public-key",
                      sealed.publicKey().toString(),
                      "--port",
                      "0",
                      "--loopback-http"));
      var thread = Thread.ofPlatform().daemon().start(run);
      assertThat(lines.readLine())
          .startsWith("serving tiny 1.2.3 on http://127.0.0.1:")
          .endsWith("; Ctrl-C ends it");
      var curl = lines.readLine();
      assertThat(curl).startsWith("try: curl http://127.0.0.1:");
      var url = URI.create(curl.substring("try: curl ".length()));
      assertThat(client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body())
          .contains("\"name\":\"tiny\"");
      thread.interrupt();
      assertThat(run.get()).isZero();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(run("--port", taken.getLocalPort()).refusal())
          .contains("port " + taken.getLocalPort());
    }
    assertThat(run("--port", 70000).refusal()).contains("70000 is no port");
  }

  @Test
  void aKeyThatDoesNotOpenIsRefused() {
    Invocation.of("keygen", "--type", "p256", "--out", temporary.resolve("other"));
    var refused =
        Invocation.of(
            "run",
            sealed.directory(),
            "--key",
            temporary.resolve("other/recipient.key.pem"),
            "--public-key",
            sealed.publicKey());
    assertThat(refused.refusal()).contains("KeyDoesNotOpen");
  }

  private Invocation run(Object option, Object value) {
    return Invocation.of(
        "run",
        sealed.directory(),
        "--key",
        sealed.key(),
        "--public-key",
        sealed.publicKey(),
        option,
        value);
  }
}
