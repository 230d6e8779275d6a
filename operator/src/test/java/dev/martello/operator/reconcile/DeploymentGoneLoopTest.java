package dev.martello.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.crds.ModelDeployment;
import dev.martello.embedded.EmbeddedApiServer;
import dev.martello.operator.health.OperatorMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A round whose deployment is deleted meanwhile ends in one line, and is not tried again. */
class DeploymentGoneLoopTest {
  private final List<Object> decisions = new ArrayList<>();

  @Test
  void anAnswer404IsNoFailureIfTheDeploymentIsGone() throws Exception {
    try (EmbeddedApiServer server = EmbeddedApiServer.start();
        KubernetesClient client = server.newClient()) {
      Cluster cluster = new Cluster(client);
      cluster.install();
      cluster.deployment("example", 1, "1.0.0");
      ModelDeployment seen = cluster.get("example");

      assertThat(ended(client, seen, 404).isNoRetry()).isFalse();
      client.resource(seen).delete();
      assertThat(ended(client, seen, 500).isNoRetry()).isFalse();
      assertThat(ended(client, seen, 404).isNoRetry()).isTrue();
      // Another one of that name is not the one that the round was for.
      cluster.deployment("example", 1, "1.0.0");
      assertThat(ended(client, seen, 404).isNoRetry()).isTrue();
      assertThat(decisions)
          .containsExactly("RoundFailed", "RoundFailed", "DeploymentGone", "DeploymentGone");
    }
  }

  private ErrorStatusUpdateControl<ModelDeployment> ended(
      KubernetesClient client, ModelDeployment seen, int code) {
    DecisionLog log =
        new DecisionLog(line -> decisions.add(line.get("decision")), InstantSource.system());
    return new ModelDeploymentReconciler(
            informers -> null,
            OperatorSettings.Scope.EVERYTHING,
            null,
            log,
            new OperatorMetrics(),
            null,
            null,
            null,
            InstantSource.system(),
            null)
        .updateErrorStatus(
            seen, context(client, seen), new KubernetesClientException("no", code, null));
  }

  @SuppressWarnings("unchecked")
  private static Context<ModelDeployment> context(KubernetesClient client, ModelDeployment seen) {
    Map<String, Object> answers =
        Map.of("getClient", client, "getPrimaryResource", seen, "getRetryInfo", Optional.empty());
    return (Context<ModelDeployment>)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> answers.get(method.getName()));
  }
}
