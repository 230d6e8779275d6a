package dev.martello.operator.desired;

import dev.martello.crds.Access;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Nothing in, nothing out, but for two ports: inference from {@code spec.access.from}, management
 * from the operator and {@code spec.access.monitoringFrom}. The kubelet's probes come from the
 * node, which no policy stops.
 */
final class NetworkPolicyRendering {
  private NetworkPolicyRendering() {}

  static NetworkPolicy render(Names names, Access access, String operatorNamespace) {
    List<NetworkPolicyIngressRule> ingress = new ArrayList<>();
    // A rule with an empty list of peers would admit everybody: nobody allowed means no rule.
    if (!access.from().isEmpty()) {
      ingress.add(rule(RuntimeSettings.INFERENCE_PORT, access.from()));
    }
    List<NetworkPolicyPeer> management = new ArrayList<>();
    management.add(operator(operatorNamespace));
    management.addAll(access.monitoringFrom());
    ingress.add(rule(RuntimeSettings.MANAGEMENT_PORT, management));
    return new NetworkPolicyBuilder()
        .withMetadata(names.shared())
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(names.selector())
        .endPodSelector()
        .withPolicyTypes("Ingress", "Egress")
        .withIngress(ingress)
        .endSpec()
        .build();
  }

  private static NetworkPolicyIngressRule rule(int port, List<NetworkPolicyPeer> from) {
    return new NetworkPolicyIngressRuleBuilder()
        .addNewPort()
        .withPort(new IntOrString(port))
        .withProtocol("TCP")
        .endPort()
        .withFrom(from)
        .build();
  }

  private static NetworkPolicyPeer operator(String namespace) {
    return new NetworkPolicyPeerBuilder()
        .withNewNamespaceSelector()
        .withMatchLabels(Map.of("kubernetes.io/metadata.name", namespace))
        .endNamespaceSelector()
        .withNewPodSelector()
        .withMatchLabels(OPERATOR_POD)
        .endPodSelector()
        .build();
  }

  private static final Map<String, String> OPERATOR_POD =
      Map.of("app.kubernetes.io/name", "martello-operator");
}
