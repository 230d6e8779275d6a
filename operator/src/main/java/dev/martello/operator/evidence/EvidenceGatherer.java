package dev.martello.operator.evidence;

import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Visits the pods of a deployment side by side, and remembers what they said so that they are not
 * asked at every event: a pod that answered is asked again after 15 s while things move and after
 * the evidence interval at rest, one that did not after 2 s.
 */
public final class EvidenceGatherer implements AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration WHILE_MOVING = Duration.ofSeconds(15);

  /** A pod that answered before may be silent that often before its last evidence is given up. */
  private static final int SILENCES = 3;

  private final Function<PodAddress, Knock> visitor;
  private final InstantSource clock;
  private final Duration interval;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Map<String, Visit>> visits = new ConcurrentHashMap<>();

  private record Visit(String fingerprint, Instant at, Knock knock, int silences) {
    boolean failing() {
      return silences > 0 || !knock.answered();
    }
  }

  public EvidenceGatherer(PodVisitor visitor, InstantSource clock, Duration interval) {
    this(visitor::visit, clock, interval);
  }

  EvidenceGatherer(Function<PodAddress, Knock> visitor, InstantSource clock, Duration interval) {
    this.visitor = visitor;
    this.clock = clock;
    this.interval = interval;
  }

  /**
   * The pods with what they said last, asking those whose time has come.
   *
   * @param deploymentUid under which the answers are remembered
   * @param serviceName DNS name that the pods' certificates must bear
   * @param settled nothing is moving, so that older answers will do
   */
  public List<ObservedPod> gather(
      String deploymentUid, String serviceName, List<Pod> pods, boolean settled) {
    Map<String, Visit> before = visits.getOrDefault(deploymentUid, Map.of());
    Map<String, Future<Visit>> under = new HashMap<>();
    for (Pod pod : pods) {
      Optional<Visit> last = Optional.ofNullable(before.get(pod.getMetadata().getUid()));
      Visits.reachable(pod)
          .filter(ip -> due(last, Visits.fingerprint(pod), settled))
          .ifPresent(
              ip ->
                  under.put(
                      pod.getMetadata().getUid(),
                      threads.submit(() -> visit(pod, PodAddress.of(ip, serviceName), last))));
    }
    Map<String, Visit> now = new HashMap<>();
    List<ObservedPod> observed = new ArrayList<>();
    for (Pod pod : pods) {
      Visit visit = result(pod, under, before);
      now.put(pod.getMetadata().getUid(), visit);
      observed.add(visit.knock().of(pod));
    }
    visits.put(deploymentUid, now);
    return observed;
  }

  private Visit result(Pod pod, Map<String, Future<Visit>> under, Map<String, Visit> before) {
    String uid = pod.getMetadata().getUid();
    Future<Visit> future = under.get(uid);
    if (future != null) {
      return await(future, pod);
    }
    Visit last = before.get(uid);
    if (last != null && last.fingerprint().equals(Visits.fingerprint(pod))) {
      return last;
    }
    return notMade(pod, "The pod's container is not running.");
  }

  private Visit await(Future<Visit> future, Pod pod) {
    try {
      return future.get();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return notMade(pod, "The operator is stopping.");
    } catch (ExecutionException defect) {
      throw new IllegalStateException("A visit never throws.", defect.getCause());
    }
  }

  private Visit notMade(Pod pod, String why) {
    return new Visit(Visits.fingerprint(pod), clock.instant(), Knock.notMade(why), 0);
  }

  private boolean due(Optional<Visit> last, String fingerprint, boolean settled) {
    return last.filter(visit -> visit.fingerprint().equals(fingerprint))
        .map(visit -> !clock.instant().isBefore(visit.at().plus(patience(visit, settled))))
        .orElse(true);
  }

  private Duration patience(Visit visit, boolean settled) {
    if (visit.failing()) {
      return RETRY;
    }
    return settled ? interval : WHILE_MOVING;
  }

  private Visit visit(Pod pod, PodAddress address, Optional<Visit> last) {
    String fingerprint = Visits.fingerprint(pod);
    Knock knock = visitor.apply(address);
    Function<Visit, Visit> keepForNow =
        earlier -> new Visit(fingerprint, clock.instant(), earlier.knock(), earlier.silences() + 1);
    return last.filter(earlier -> earlier.fingerprint().equals(fingerprint))
        .filter(earlier -> knock.silent() && earlier.knock().answered())
        .filter(earlier -> earlier.silences() < SILENCES)
        .map(keepForNow)
        .orElseGet(() -> new Visit(fingerprint, clock.instant(), knock, 0));
  }

  /** Whether a pod that can be reached owes an answer, so that it is worth asking again soon. */
  public boolean owed(String deploymentUid) {
    return visits.getOrDefault(deploymentUid, Map.of()).values().stream().anyMatch(Visit::failing);
  }

  /** Only these deployments exist still. */
  public void retain(Set<String> deploymentUids) {
    visits.keySet().retainAll(deploymentUids);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
