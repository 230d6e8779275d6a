package dev.martello.runtime;

import dev.martello.runtime.confinement.ProcessConfinement;
import dev.martello.runtime.settings.SettingsRefused;
import dev.martello.runtime.tls.TlsUnusable;
import dev.martello.sealedmodel.ModelRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * The pod's program: {@code serve --settings-sha256=… --signers-sha256=…}, in a working directory
 * laid out as {@link PodLayout} says. Serves until SIGTERM, then drains and exits with 0. With
 * {@code evaluate} instead it judges the model and ends.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    StartTimes times = StartTimes.ofProcess();
    ProcessConfinement.apply();
    times.accept("confinement");
    PodLayout layout = new PodLayout(Path.of(""));
    try {
      if (arguments.length > 0 && arguments[0].equals(EvaluateArguments.COMMAND)) {
        ExitCode end = EvaluationPod.run(layout, EvaluateArguments.parse(arguments), System.out);
        Runtime.getRuntime().halt(end.value());
      }
      PodServer server =
          PodServer.start(layout, ServeArguments.parse(arguments), System.getenv(), times);
      System.err.println(times.line());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drainAndHalt(server), "drain"));
      awaitSignal();
    } catch (StartRefused e) {
      giveUp(layout, e.code(), e.reason(), e);
    } catch (SettingsRefused e) {
      giveUp(layout, ExitCode.WRONG_SETTINGS, "SettingsRefused", e);
    } catch (ModelRefused e) {
      giveUp(layout, ExitCode.REFUSED, e.reason().name(), e);
    } catch (TlsUnusable e) {
      giveUp(layout, ExitCode.FAILED, "TlsUnusable", e);
    } catch (IOException e) {
      giveUp(layout, ExitCode.FAILED, "StartFailed", e);
    } catch (RuntimeException | LinkageError e) {
      giveUp(layout, ExitCode.FAILED, "StartFailed", new IllegalStateException(e.toString(), e));
    }
  }

  /** After a signal the JVM would exit with 128 + its number; a drained server ends well. */
  private static void drainAndHalt(PodServer server) {
    try {
      server.drain();
    } finally {
      Runtime.getRuntime().halt(ExitCode.DRAINED.value());
    }
  }

  private static void awaitSignal() {
    while (true) {
      LockSupport.park();
    }
  }

  private static void giveUp(PodLayout layout, ExitCode code, String reason, Exception why) {
    TerminationMessage last = new TerminationMessage(reason, String.valueOf(why.getMessage()));
    last.write(layout.terminationLog());
    System.err.print(last.line());
    Runtime.getRuntime().halt(code.value());
  }
}
