package dev.martello.cli.run;

import dev.martello.cli.Refusal;
import dev.martello.cli.model.KeyFiles;
import dev.martello.cli.tar.SealedInput;
import dev.martello.runtime.LocalServer;
import dev.martello.sealedmodel.ModelRefused;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code martello run}: serves a sealed model here, on 127.0.0.1 alone, with the pod's own runtime.
 */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Opens a sealed model and serves it on 127.0.0.1 until Ctrl-C, as a pod would.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before call()
public final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The sealed model.")
  private Path directory;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "The recipient's secret key.")
  private Path key;

  @Option(
      names = "--public-key",
      required = true,
      paramLabel = "PUB.pem",
      description = "The signer's public key.")
  private Path publicKey;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8443",
      description = "0 for any that is free; default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--loopback-http",
      description = "Plain HTTP instead of TLS 1.3 with a certificate made for this run.")
  private boolean plain;

  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65535) {
      throw new Refusal("--port " + port + " is no port: give 0 to 65535");
    }
    var server = start();
    var out = command.commandLine().getOut();
    out.printf(
        "serving %s %s on %s; Ctrl-C ends it%n",
        server.modelName(), server.modelVersion(), server.url());
    out.println("try: " + CurlLine.of(server));
    out.flush();
    // After Ctrl-C a JVM would end with 130; a server that was asked to stop and did has not
    // failed.
    var onSignal = new Thread(() -> drainAndHalt(server), "drain");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(onSignal);
      server.drain();
    }
    return 0;
  }

  private LocalServer start() throws Refusal, ModelRefused, IOException {
    try (var input = SealedInput.of(directory);
        var recipientKey = KeyFiles.recipientKey(key)) {
      return LocalServer.start(
          input.directory(), recipientKey, KeyFiles.signer(publicKey), port, plain);
    } catch (BindException e) {
      throw new Refusal(
          "port " + port + " of 127.0.0.1 is taken: give another with --port, or --port 0", e);
    }
  }

  private static void drainAndHalt(LocalServer server) {
    try {
      server.drain();
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
