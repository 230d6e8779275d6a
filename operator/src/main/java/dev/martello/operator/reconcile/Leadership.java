package dev.martello.operator.reconcile;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which of several operators works: the holder of a Lease. Whoever loses it ends at once, since the
 * next one works already; whoever is told to stop gives it back, which the framework does not do.
 */
final class Leadership {
  /** Of an operator without a class. */
  static final String LEASE = "martello-operator";

  static final Duration LEASE_DURATION = Duration.ofSeconds(12);
  static final Duration RENEW_DEADLINE = Duration.ofSeconds(8);

  /** The client waits up to 2.2 times that long. */
  static final Duration RETRY = Duration.ofMillis(750);

  private final KubernetesClient client;
  private final String namespace;
  private final String lease;
  private final String identity;
  private final DecisionLog log;
  private final Runnable begun;
  private final Runnable lost;
  private final AtomicBoolean stopping = new AtomicBoolean();

  /**
   * @param namespace of the Lease: the operator's own
   * @param operatorClass of this operator; those of several classes may share a namespace
   * @param identity tells this process from the others
   * @param begun what to do when this one leads
   * @param lost what to do when another has taken the Lease
   */
  Leadership(
      KubernetesClient client,
      String namespace,
      Optional<String> operatorClass,
      String identity,
      DecisionLog log,
      Runnable begun,
      Runnable lost) {
    this.client = client;
    this.namespace = namespace;
    this.lease = operatorClass.map(own -> LEASE + "-" + own).orElse(LEASE);
    this.identity = identity;
    this.log = log;
    this.begun = begun;
    this.lost = lost;
  }

  LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withLeaseDuration(LEASE_DURATION)
        .withRenewDeadline(RENEW_DEADLINE)
        .withRetryPeriod(RETRY)
        .withLeaderCallbacks(new LeaderCallbacks(this::leading, this::stopped, leader -> {}))
        // The framework would call System.exit, which never returns from a shutdown hook.
        .buildForTest(false);
  }

  private void leading() {
    log.process("Leading", Map.of("identity", identity));
    begun.run();
  }

  private void stopped() {
    if (!stopping.get()) {
      log.process("LeadershipLost", Map.of("identity", identity));
      lost.run();
    }
  }

  /** From now on the end of leading is no loss. */
  void stopping() {
    stopping.set(true);
  }

  /** Gives the Lease back if it is ours, once nothing here writes any more. */
  void release() {
    try {
      Lease held = client.leases().inNamespace(namespace).withName(lease).get();
      if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
        // As client-go does; the resourceVersion goes along, so that no other's Lease is taken
        // away.
        client
            .resource(
                new LeaseBuilder(held)
                    .editSpec()
                    .withHolderIdentity("")
                    .withLeaseDurationSeconds(1)
                    .endSpec()
                    .build())
            .update();
        log.process("LeadershipReleased", Map.of("identity", identity));
      }
    } catch (KubernetesClientException kept) {
      // It runs out by itself; the next one waits that long.
      log.process("LeadershipNotReleased", Map.of("status", kept.getCode()));
    }
  }
}
