package dev.martello.operator.evidence;

import dev.martello.crds.Probing;
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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/**
 * Visits the pods of a deployment side by side, and remembers what they said so that they are not
 * asked at every event: a pod that answered is asked again after 15 s while things move and after
 * the evidence interval at rest, one that did not after 2 s. What a pod said last stands for two
 * intervals while it is silent, and is stale then.
 */
public final class EvidenceGatherer implements AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration WHILE_MOVING = Duration.ofSeconds(15);

  private final BiFunction<PodAddress, Probing, Knock> visitor;
  private final InstantSource clock;
  private final Duration interval;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Map<String, Visit>> visits = new ConcurrentHashMap<>();

  private record Visit(String fingerprint, Instant at, Knock knock, boolean silent) {
    boolean failing() {
      return silent || !knock.answered();
    }
  }

  public EvidenceGatherer(PodVisitor visitor, InstantSource clock, Duration interval) {
    this(visitor::visit, clock, interval);
  }

  EvidenceGatherer(
      BiFunction<PodAddress, Probing, Knock> visitor, InstantSource clock, Duration interval) {
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
   * @throws CancellationException if the thread is interrupted, since the operator is stopping
   */
  public List<ObservedPod> gather(
      String deploymentUid, String serviceName, List<Pod> pods, boolean settled, Probing probing) {
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
                      threads.submit(
                          () -> visit(pod, PodAddress.of(ip, serviceName), probing, last))));
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
      return await(future);
    }
    Visit last = before.get(uid);
    if (last != null && last.fingerprint().equals(Visits.fingerprint(pod))) {
      return last;
    }
    return notMade(pod, "The pod's container is not running.");
  }

  private Visit await(Future<Visit> future) {
    try {
      return future.get();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      // Ends the round: that nobody asked any more is nothing to judge.
      throw new CancellationException("The operator is stopping.");
    } catch (ExecutionException defect) {
      throw new IllegalStateException("A visit never throws.", defect.getCause());
    }
  }

  private Visit notMade(Pod pod, String why) {
    return new Visit(Visits.fingerprint(pod), clock.instant(), Knock.notMade(why), false);
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

  private Visit visit(Pod pod, PodAddress address, Probing probing, Optional<Visit> last) {
    String fingerprint = Visits.fingerprint(pod);
    Knock knock = visitor.apply(address, probing);
    Instant now = clock.instant();
    Optional<Knock> earlier =
        last.filter(visit -> visit.fingerprint().equals(fingerprint)).map(Visit::knock);
    if (!knock.silent() || earlier.filter(k -> k.answered() || k.isStale()).isEmpty()) {
      return new Visit(fingerprint, now, knock, false);
    }
    Knock heard = earlier.get();
    return new Visit(fingerprint, now, heard.fresh(now) ? heard : knock.stale(), true);
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
