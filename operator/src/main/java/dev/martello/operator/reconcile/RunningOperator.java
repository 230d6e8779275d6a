package dev.martello.operator.reconcile;

import dev.martello.crds.ModelDeployment;
import dev.martello.operator.certificates.AuditSigner;
import dev.martello.operator.certificates.AuthorityRefused;
import dev.martello.operator.certificates.OperatorAuthority;
import dev.martello.operator.cluster.Applier;
import dev.martello.operator.cluster.AuditHeads;
import dev.martello.operator.cluster.Echoes;
import dev.martello.operator.cluster.Informers;
import dev.martello.operator.cluster.JsonItemStore;
import dev.martello.operator.cluster.Publications;
import dev.martello.operator.evidence.EvidenceGatherer;
import dev.martello.operator.health.HealthServer;
import dev.martello.operator.health.OperatorMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything of one operator process, started and stopped as one. */
public final class RunningOperator implements AutoCloseable {
  /** More threads made the loop slower on the few cores that an operator has. */
  private static final int THREADS = 10;

  /** Longer than the kubelet takes to show a Secret as files. */
  private static final Duration AUTHORITY_PATIENCE = Duration.ofSeconds(90);

  /** Rounds that only write end in that time; one that waits for a pod is cut and made anew. */
  static final Duration STOP_PATIENCE = Duration.ofSeconds(1);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final Operator operator;
  private final HealthServer health;
  private final EvidenceGatherer evidence;
  private final OperatorMetrics metrics;
  private final Optional<Leadership> leadership;
  private final AuditTrail audit;
  private final FleetPublisher fleet;
  private final Echoes echoes;

  private RunningOperator(
      Operator operator,
      HealthServer health,
      EvidenceGatherer evidence,
      OperatorMetrics metrics,
      Optional<Leadership> leadership,
      AuditTrail audit,
      FleetPublisher fleet,
      Echoes echoes) {
    this.leadership = leadership;
    this.operator = operator;
    this.health = health;
    this.evidence = evidence;
    this.metrics = metrics;
    this.audit = audit;
    this.fleet = fleet;
    this.echoes = echoes;
  }

  /**
   * Starts and returns when all that is watched has been listed.
   *
   * @param client not closed by the operator
   * @param environment for the API server's in-cluster address
   * @param out one line of JSON for each decision, chained from the first round on
   * @throws ConfigurationRefused if the list of runtimes or the audit directory can't be used
   * @throws AuthorityRefused if the operator's CA can't be used
   * @throws IOException if the health port is taken
   */
  public static RunningOperator start(
      KubernetesClient client,
      OperatorSettings settings,
      Map<String, String> environment,
      PrintStream out)
      throws ConfigurationRefused, AuthorityRefused, InterruptedException, IOException {
    InstantSource clock = InstantSource.system();
    OperatorMetrics metrics = new OperatorMetrics();
    RuntimeImages runtimes = RuntimeImages.open(settings.runtimes());
    Optional<AuditFile> kept =
        settings.auditDirectory().isPresent()
            ? Optional.of(AuditFile.in(settings.auditDirectory().get(), clock))
            : Optional.empty();
    // Before the CA: waiting for its file is no reason to be killed by the liveness probe.
    HealthServer health = HealthServer.start(settings.healthPort(), metrics);
    try {
      OperatorAuthority authority =
          OperatorAuthority.obtain(
              client, settings.namespace(), settings.authority(), clock, AUTHORITY_PATIENCE);
      Assembly assembly = new Assembly(client, clock, settings, environment, runtimes, authority);
      AuditTrail audit =
          new AuditTrail(
              out,
              kept,
              new AuditHeads(client, settings.namespace(), settings.scope().operatorClass()),
              new AuditSigner(authority, clock),
              clock);
      DecisionLog log = new DecisionLog(audit::write, clock);
      // What the process says of itself opens no epoch.
      DecisionLog itself = new DecisionLog(audit::note, clock);
      FleetPublisher fleet =
          new FleetPublisher(new Publications(client), settings.scope(), itself, metrics, clock);
      Optional<Leadership> leadership =
          settings
              .leaderIdentity()
              .map(
                  identity ->
                      new Leadership(
                          client,
                          settings.namespace(),
                          settings.scope().operatorClass(),
                          identity,
                          itself,
                          fleet::begin,
                          RunningOperator::endAtOnce));
      Operator operator = operator(client, leadership);
      JsonItemStore<ModelDeployment> deployments =
          new JsonItemStore<>(client.getKubernetesSerialization(), ModelDeployment.class);
      fleet.changes(deployments::changes);
      Echoes echoes = new Echoes(deployments);
      register(
          operator,
          assembly.reconciler(log, metrics, audit, fleet, echoes),
          settings,
          echoes.deployments());
      fleet.filled(operator.getRuntimeInfo()::allEventSourcesAreHealthy);
      operator.start();
      if (leadership.isEmpty()) {
        fleet.begin();
      }
      health.report(operator.getRuntimeInfo()::allEventSourcesAreHealthy, () -> true);
      itself.process(
          "Started", Map.of("namespace", settings.namespace(), "healthPort", health.port()));
      return new RunningOperator(
          operator, health, assembly.evidence(), metrics, leadership, audit, fleet, echoes);
    } catch (AuthorityRefused | InterruptedException | RuntimeException failed) {
      health.close();
      throw failed;
    }
  }

  /** No hook runs: another one works already, and this one must not write any more. */
  private static void endAtOnce() {
    Runtime.getRuntime().halt(1);
  }

  private static Operator operator(KubernetesClient client, Optional<Leadership> leadership) {
    return new Operator(
        overridden -> {
          leadership
              .map(Leadership::configuration)
              .ifPresent(overridden::withLeaderElectionConfiguration);
          overridden
              .withKubernetesClient(client)
              .withCloseClientOnStop(false)
              // Would need get on CustomResourceDefinitions, which the operator does not have.
              .checkingCRDAndValidateLocalModel(false)
              .withConcurrentReconciliationThreads(THREADS)
              .withReconciliationTerminationTimeout(STOP_PATIENCE)
              .withUseSSAToPatchPrimaryResource(true)
              // Nothing changes what it has got from there.
              .withCloneSecondaryResourcesWhenGettingFromCache(false)
              .withDefaultNonSSAResource(Set.of());
        });
  }

  private static void register(
      Operator operator,
      ModelDeploymentReconciler reconciler,
      OperatorSettings settings,
      ItemStore<ModelDeployment> store) {
    operator.register(
        reconciler,
        overridden -> {
          settings.scope().watched().ifPresent(overridden::settingNamespace);
          overridden
              .withName("modeldeployment")
              .withFieldManager(Applier.FIELD_MANAGER)
              .withGenerationAware(true)
              .withItemStore(store)
              .withInformerListLimit(Informers.LIST_LIMIT)
              .withReconciliationMaxInterval(settings.evidenceInterval())
              .withRetry(
                  new GenericRetry()
                      .setInitialInterval(FIRST_RETRY)
                      .setMaxInterval(LONGEST_RETRY.toMillis())
                      .withoutMaxAttempts());
        });
  }

  public int healthPort() {
    return health.port();
  }

  /** Writes to the cluster since the start, events apart. */
  public long writes() {
    return metrics.writes();
  }

  @Override
  public void close() {
    leadership.ifPresent(Leadership::stopping);
    // Before the caches that it adds up are emptied.
    fleet.close();
    echoes.close();
    operator.stop();
    // While nobody else may lead yet.
    audit.close();
    leadership.ifPresent(Leadership::release);
    evidence.close();
    health.close();
  }
}
