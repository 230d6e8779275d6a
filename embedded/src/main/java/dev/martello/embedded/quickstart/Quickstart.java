package dev.martello.embedded.quickstart;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Entry point of the driver; the script {@code ./quickstart} builds and stages first. */
public final class Quickstart {
  // Held: a logger that nobody holds forgets its level.
  private static final Logger ROOT_LOG = Logger.getLogger("");

  private Quickstart() {}

  public static void main(String[] arguments) {
    ROOT_LOG.setLevel(Level.SEVERE);
    Optional<Request> request = Request.parse(List.of(arguments));
    if (request.isEmpty()) {
      System.err.println("quickstart: wrong arguments; start it with the script ./quickstart");
      System.exit(2);
      return;
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Checkout checkout = new Checkout(Path.of(System.getProperty("martello.home", ".")));
    System.exit(run(request.get(), checkout, new Progress(out)));
  }

  private static int run(Request request, Checkout checkout, Progress progress) {
    Cleanup cleanup = new Cleanup();
    String failure = "";
    try {
      switch (request) {
        case Request.Embedded embedded -> {
          new EmbeddedQuickstart(checkout, cleanup, progress).run(embedded.keep());
          cleanup.close();
          progress.step("Stopped; nothing is left.");
          progress.text(NEXT);
        }
        case Request.OnCluster cluster ->
            new ClusterQuickstart(checkout, cleanup, progress).run(cluster);
      }
    } catch (QuickstartFailed failed) {
      failure = String.valueOf(failed.getMessage());
    } catch (IOException | KubernetesClientException failed) {
      failure = failed.getClass().getSimpleName() + ": " + failed.getMessage();
    } catch (InterruptedException interrupted) {
      failure = "interrupted";
    }
    if (failure.isEmpty()) {
      cleanup.close();
      return 0;
    }
    if (!cleanup.isEnding()) {
      System.err.println("quickstart: " + failure.replaceAll("\\s*\\R\\s*", " "));
    }
    cleanup.close();
    return 1;
  }

  private static final String NEXT =
      """

      Next:
        ./quickstart --keep              leave it running, to ask it yourself
        ./quickstart --node              the same on a real one-node Kubernetes, where every check is judged
        ./quickstart --context NAME --registry HOST/PATH
                                         the same on your own cluster
        README.md                        your own model, step by step
      """;
}
