package dev.martello.operator;

import dev.martello.operator.certificates.AuthorityRefused;
import dev.martello.operator.evidence.PositiveControls;
import dev.martello.operator.health.JsonLogHandler;
import dev.martello.operator.health.OpenPort;
import dev.martello.operator.reconcile.ConfigurationRefused;
import dev.martello.operator.reconcile.OperatorSettings;
import dev.martello.operator.reconcile.RunningOperator;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;

/**
 * Runs the operator until SIGTERM. What it can't run with ends in one line on stderr and exit code
 * 1.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws InterruptedException {
    JsonLogHandler.install(System.out, Level.WARNING);
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      OperatorSettings settings = OperatorSettings.fromEnvironment(System.getenv());
      RunningOperator operator =
          RunningOperator.start(client, settings, System.getenv(), System.out);
      Optional<OpenPort> openPort = openPort(System.getenv());
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("stop")
                  .unstarted(
                      () -> {
                        openPort.ifPresent(OpenPort::close);
                        operator.close();
                        stopped.countDown();
                      }));
      stopped.await();
    } catch (ConfigurationRefused | AuthorityRefused refused) {
      give(String.valueOf(refused.getMessage()));
    } catch (KubernetesClientException | OperatorException | IOException failed) {
      give("The operator can't start: " + failed.getMessage());
    }
  }

  /** Only in a pod: pods elsewhere are not asked to try it. */
  private static Optional<OpenPort> openPort(Map<String, String> environment) throws IOException {
    return environment.getOrDefault("POD_IP", "").isEmpty()
        ? Optional.empty()
        : Optional.of(OpenPort.open(PositiveControls.OPEN_PORT));
  }

  private static void give(String line) {
    System.err.println("martello-operator: " + line.replace('\n', ' '));
    System.exit(1);
  }
}
