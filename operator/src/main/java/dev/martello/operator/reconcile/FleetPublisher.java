package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import dev.martello.operator.cluster.Publications;
import dev.martello.operator.fleet.Document;
import dev.martello.operator.fleet.FleetSummary;
import dev.martello.operator.fleet.OpenReports;
import dev.martello.operator.health.OperatorMetrics;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what all deployments' statuses say together: the ComplianceSummary, and OpenReports
 * where they are installed. Soon after a status changed, and looked at again now and then, since
 * nobody says when a deployment is gone or when definitions were installed. Starts when the
 * operator leads.
 */
final class FleetPublisher implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(2);

  /** While many change it is enough to say so now and then; and who starts has better to do. */
  private static final Duration APART = Duration.ofSeconds(10);

  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final Duration READ_ANEW = Duration.ofMinutes(5);
  private static final Duration LOOK_FOR_OPEN_REPORTS = Duration.ofMinutes(1);

  private final Publications publications;
  private final OperatorSettings.Scope scope;
  private final DecisionLog log;
  private final OperatorMetrics metrics;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("fleet").factory());
  private final Set<String> refused = new HashSet<>();

  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean due = new AtomicBoolean();

  private @Nullable Future<?> every;
  private volatile @Nullable Future<?> next;
  private volatile Supplier<List<ModelDeployment>> deployments = List::of;
  private volatile BooleanSupplier filled = () -> false;
  private volatile LongSupplier changes = () -> -1;
  private volatile Instant published = Instant.MIN;
  private long seen = -1;
  private Map<String, String> last = Map.of();
  private Instant readAnew = Instant.MIN;
  private Instant lookedForOpenReports = Instant.MIN;
  private boolean openReports;

  FleetPublisher(
      Publications publications,
      OperatorSettings.Scope scope,
      DecisionLog log,
      OperatorMetrics metrics,
      InstantSource clock) {
    this.publications = publications;
    this.scope = scope;
    this.log = log;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Which deployments there are. */
  void follow(Supplier<List<ModelDeployment>> existing) {
    deployments = existing;
  }

  /** A number that changes whenever a deployment does. */
  void changes(LongSupplier counted) {
    changes = counted;
  }

  /** Whether all that there is has been listed. */
  void filled(BooleanSupplier listed) {
    filled = listed;
  }

  /** From now on this process is the one that writes. */
  void begin() {
    if (begun.compareAndSet(false, true)) {
      every =
          thread.scheduleWithFixedDelay(
              this::pass, APART.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** A status changed. */
  void changed() {
    if (begun.get() && !thread.isShutdown() && due.compareAndSet(false, true)) {
      boolean lately = clock.instant().isBefore(published.plus(APART));
      next = thread.schedule(this::pass, (lately ? APART : SOON).toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** What fails here is tried again; an exception would end the schedule. */
  private void pass() {
    try {
      publish();
    } catch (RuntimeException failed) {
      log.process(
          "NotPublished",
          Map.of(
              "error", failed.getClass().getSimpleName(),
              "message", String.valueOf(failed.getMessage())));
    }
  }

  private synchronized void publish() {
    due.set(false);
    long number = changes.getAsLong();
    Instant now = clock.instant();
    boolean anew = !now.isBefore(readAnew.plus(READ_ANEW));
    boolean appeared = lookForOpenReports(now);
    if (!anew && !appeared && number == seen && number >= 0) {
      return;
    }
    List<ModelDeployment> fleet = deployments.get().stream().filter(scope::mine).toList();
    Map<String, String> versions =
        fleet.stream()
            .collect(
                Collectors.toMap(
                    d -> d.getMetadata().getUid(), d -> d.getMetadata().getResourceVersion()));
    if (!anew && !appeared && versions.equals(last)) {
      seen = number;
      return;
    }
    boolean none = fleet.isEmpty() && last.isEmpty();
    if (none && !filled.getAsBoolean()) {
      // Caches that are not filled yet look like a cluster without deployments.
      return;
    }
    if (anew) {
      publications.forget();
      readAnew = now;
    }
    boolean all = true;
    for (Document document : documents(fleet)) {
      all &= published(document, none);
    }
    last = all ? versions : Map.of();
    seen = all ? number : -1;
    published = now;
  }

  /** Whether they have come since the last look. */
  private boolean lookForOpenReports(Instant now) {
    if (now.isBefore(lookedForOpenReports.plus(LOOK_FOR_OPEN_REPORTS))) {
      return false;
    }
    lookedForOpenReports = now;
    boolean before = openReports;
    try {
      openReports = publications.openReportsInstalled();
    } catch (KubernetesClientException unanswered) {
      // Asked again in a minute; what was known stands.
      return false;
    }
    return openReports && !before;
  }

  private List<Document> documents(List<ModelDeployment> fleet) {
    List<Document> documents = new ArrayList<>();
    boolean wholeCluster = scope.watched().isEmpty();
    String name = scope.operatorClass().map(own -> "martello-" + own).orElse("martello");
    if (wholeCluster) {
      documents.add(
          new Document(
              Document.Kind.Summary,
              Optional.empty(),
              name,
              Optional.empty(),
              Map.of("status", FleetSummary.of(fleet))));
    }
    if (openReports) {
      fleet.stream().map(OpenReports::report).flatMap(Optional::stream).forEach(documents::add);
      if (wholeCluster) {
        documents.add(OpenReports.clusterReport(name, fleet));
      }
    }
    return documents;
  }

  /**
   * What was said of deployments that are gone is taken back; of none at all nothing is said. A
   * refusal is told once per kind, and tried again at the next pass.
   */
  private boolean published(Document document, boolean onlyIfItStands) {
    String kind = document.kind().kind();
    try {
      if ((!onlyIfItStands || publications.stands(document)) && publications.publish(document)) {
        metrics.written(kind + "Written");
      }
      refused.remove(kind);
      return true;
    } catch (KubernetesClientException refusal) {
      if (Publications.gone(refusal)) {
        // Definitions or namespace went away: the next look says so.
        lookedForOpenReports = Instant.MIN;
      }
      if (refused.add(kind)) {
        log.process(
            "NotPublished",
            Map.of(
                "kind", kind,
                "name", document.name(),
                "status", refusal.getCode(),
                "message", String.valueOf(refusal.getMessage())));
      }
      return false;
    }
  }

  /** What is due is left to the next that leads. */
  @Override
  public void close() {
    cancel(every);
    cancel(next);
    thread.shutdownNow();
  }

  private static void cancel(@Nullable Future<?> scheduled) {
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }
}
