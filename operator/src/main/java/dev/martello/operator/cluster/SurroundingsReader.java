package dev.martello.operator.cluster;

import dev.martello.crds.ComplianceException;
import dev.martello.crds.ModelDeployment;
import dev.martello.operator.observed.AuditState;
import dev.martello.operator.observed.Sight;
import dev.martello.operator.observed.Surroundings;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What is around a deployment: nodes and network policies from the informers, rights and admission
 * asked for once a minute.
 */
public final class SurroundingsReader {
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  private final Informers informers;
  private final AccountBindings bindings;
  private final Supplier<Sight<AuditState>> audit;
  private final Remembered<Sight<Boolean>> operatorPolicyBound;

  public SurroundingsReader(
      KubernetesClient client,
      Informers informers,
      InstantSource clock,
      Supplier<Sight<AuditState>> audit) {
    this.audit = audit;
    this.informers = informers;
    this.bindings = new AccountBindings(client, clock, ASK_AGAIN);
    OperatorPolicies policies = new OperatorPolicies(client);
    this.operatorPolicyBound = new Remembered<>(policies::bound, clock, ASK_AGAIN);
  }

  public Surroundings around(ModelDeployment deployment, NodeFacts nodes) {
    String namespace = deployment.getMetadata().getNamespace();
    return new Surroundings(
        nodes.embedded(),
        operatorPolicyBound.get(),
        bindings.of(namespace, deployment.getMetadata().getName()),
        Sight.seen(informers.inNamespace(NetworkPolicy.class, namespace).toList()),
        informers.inNamespace(ComplianceException.class, namespace).toList(),
        informers.profiles(),
        audit.get());
  }
}
