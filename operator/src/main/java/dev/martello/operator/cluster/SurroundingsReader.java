package dev.martello.operator.cluster;

import dev.martello.crds.ModelDeployment;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Surroundings;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What is around a deployment: nodes and network policies from the informers, rights and admission
 * asked for once a minute.
 */
public final class SurroundingsReader {
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  private final Informers informers;
  private final Optional<String> apiServer;
  private final AccountBindings bindings;
  private final Remembered<Sight<Boolean>> operatorPolicyBound;

  public SurroundingsReader(
      KubernetesClient client,
      Informers informers,
      Map<String, String> environment,
      InstantSource clock) {
    this.informers = informers;
    this.apiServer = inClusterAddress(environment, client.getConfiguration().getMasterUrl());
    this.bindings = new AccountBindings(client, clock, ASK_AGAIN);
    OperatorPolicies policies = new OperatorPolicies(client);
    this.operatorPolicyBound = new Remembered<>(policies::bound, clock, ASK_AGAIN);
  }

  public Surroundings around(ModelDeployment deployment, NodeFacts nodes) {
    String namespace = deployment.getMetadata().getNamespace();
    return new Surroundings(
        nodes.embedded(),
        apiServer,
        operatorPolicyBound.get(),
        bindings.of(namespace, deployment.getMetadata().getName()),
        Sight.seen(informers.inNamespace(NetworkPolicy.class, namespace).toList()));
  }

  /** Host and port that every pod's environment names, if that is where our own client goes. */
  static Optional<String> inClusterAddress(Map<String, String> environment, String masterUrl) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
    String literal = host.contains(":") ? "[" + host + "]" : host;
    boolean ours = !host.isEmpty() && masterUrl.startsWith("https://" + literal + ":" + port);
    return ours ? Optional.of(host + ":" + port) : Optional.empty();
  }
}
