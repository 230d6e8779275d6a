package dev.martello.operator.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.martello.operator.audit.AuditChain;
import dev.martello.operator.audit.AuditHead;
import dev.martello.operator.certificates.AuditSigner;
import dev.martello.operator.cluster.AuditHeads;
import dev.martello.operator.cluster.AuditHeads.Overtaken;
import dev.martello.operator.cluster.AuditHeads.Stored;
import dev.martello.operator.observed.AuditState;
import dev.martello.operator.observed.Sight;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes decisions as lines of a hash chain, and publishes the chain's head soon after: never while
 * nothing is decided, so that a restart alone writes nothing. Until the trail is opened, lines are
 * written without a chain.
 */
final class AuditTrail implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Two seconds are promised. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final PrintStream out;
  private final Optional<AuditFile> file;
  private final AuditHeads heads;
  private final AuditSigner signer;
  private final InstantSource clock;
  private final ScheduledExecutorService publisher =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("audit-head").factory());

  private @Nullable AuditChain chain;

  /** The first decision opens the epoch. */
  private boolean waiting;

  private boolean begun;
  private Optional<Stored> stored = Optional.empty();
  private Sight<AuditState> state =
      Sight.unseen("AuditNotOpened", "The operator has decided nothing yet.");
  private Instant looked = Instant.MIN;
  private boolean due;
  private @Nullable Future<?> next;

  /**
   * @param file where lines are kept besides, if anywhere
   */
  AuditTrail(
      PrintStream out,
      Optional<AuditFile> file,
      AuditHeads heads,
      AuditSigner signer,
      InstantSource clock) {
    this.out = out;
    this.file = file;
    this.heads = heads;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * From now on decisions are chained: to the head that was published last if it verifies, else
   * (and after somebody has changed it) an epoch is opened at once.
   *
   * @throws KubernetesClientException if that head can't be read
   */
  synchronized void open() {
    if (chain != null || waiting) {
      return;
    }
    stored = heads.read();
    waiting = !begun && verifies();
    begun = true;
    if (waiting) {
      state = Sight.seen(AuditState.Published);
      looked = clock.instant();
    } else {
      openEpoch();
    }
  }

  /** Its first line names the head that was published last. */
  private void openEpoch() {
    waiting = false;
    Optional<AuditHead> last = stored.flatMap(Stored::head);
    chain = last.map(AuditChain::after).orElseGet(AuditChain::first);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", clock.instant().toString());
    line.put("decision", "EpochOpened");
    last.ifPresent(
        head ->
            line.put(
                "after",
                Map.of("epoch", head.epoch(), "number", head.number(), "hash", head.hash())));
    if (stored.isPresent() && last.isEmpty()) {
      line.put("because", "the ConfigMap " + heads.name() + " held no head that can be read");
    }
    line(chain.append(line));
    publish();
  }

  /** One decision. */
  synchronized void write(Map<String, ?> facts) {
    if (waiting) {
      openEpoch();
    }
    note(facts);
  }

  /** No decision: chained if decisions are, but no reason to open an epoch. */
  synchronized void note(Map<String, ?> facts) {
    if (chain == null) {
      line(plain(facts));
      return;
    }
    line(chain.append(facts));
    if (!due) {
      later(SOON);
    }
  }

  private void line(String text) {
    out.println(text);
    file.ifPresent(kept -> kept.append(text));
  }

  private void later(Duration wait) {
    due = true;
    next = publisher.schedule(this::publish, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void publish() {
    due = false;
    AuditChain open = chain;
    if (open == null) {
      return;
    }
    try {
      stored = Optional.of(heads.publish(signer.sign(open.place()), stored));
      state = Sight.seen(AuditState.Published);
      looked = clock.instant();
    } catch (Overtaken other) {
      // Another operator, or somebody who changed the head: what is decided next opens an epoch.
      chain = null;
      state = Sight.seen(AuditState.Changed);
      looked = clock.instant();
    } catch (KubernetesClientException refused) {
      state = Sight.seen(AuditState.NotPublished);
      looked = clock.instant();
      if (!publisher.isShutdown()) {
        later(AGAIN);
      }
    }
  }

  /**
   * Whether every line is kept where it should be, and the head that stands in the cluster is ours
   * and verifies, looked at once a minute.
   */
  synchronized Sight<AuditState> state() {
    return file.filter(kept -> !kept.kept()).isPresent() ? Sight.seen(AuditState.NotKept) : head();
  }

  private Sight<AuditState> head() {
    Instant now = clock.instant();
    if ((chain == null && !waiting) || due || now.isBefore(looked.plus(LOOK_AGAIN))) {
      return state;
    }
    looked = now;
    try {
      Optional<Stored> there = heads.read();
      boolean same = there.flatMap(Stored::head).equals(stored.flatMap(Stored::head));
      state = Sight.seen(same && verifies() ? AuditState.Published : AuditState.Changed);
      if (same) {
        stored = there;
      } else {
        chain = null;
        waiting = false;
      }
    } catch (KubernetesClientException refused) {
      state = Sight.unseen("ApiServerRefused", "The operator can't read the audit head.");
    }
    return state;
  }

  private boolean verifies() {
    return stored.flatMap(Stored::head).filter(signer::vouchesFor).isPresent();
  }

  private static String plain(Map<String, ?> facts) {
    try {
      return JSON.writeValueAsString(facts);
    } catch (JsonProcessingException unreachable) {
      throw new IllegalStateException("Text and numbers can always be written.", unreachable);
    }
  }

  /** Publishes what is not published yet. */
  @Override
  public void close() {
    publisher.shutdownNow();
    synchronized (this) {
      if (next != null) {
        next.cancel(false);
      }
      if (due) {
        publish();
      }
      file.ifPresent(AuditFile::close);
    }
  }
}
