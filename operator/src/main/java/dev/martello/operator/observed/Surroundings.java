package dev.martello.operator.observed;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Optional;

/**
 * What is around a deployment and not owned by it.
 *
 * @param embedded a Node of this cluster carries the label {@code martello.dev/embedded: "true"}:
 *     no kubelet, no network plugin, no admission
 * @param apiServer {@code host:port} under which the operator itself reaches the API server, the
 *     positive control of the pods' egress attempt; empty if it isn't the cluster-internal address
 *     (KUBERNETES_SERVICE_HOST:KUBERNETES_SERVICE_PORT)
 * @param operatorPolicyBound whether the ValidatingAdmissionPolicy that binds the operator's own
 *     account is there, with a binding that denies
 * @param bindings RoleBindings and ClusterRoleBindings that name the deployment's service account,
 *     or the group of its namespace's service accounts
 * @param networkPolicies every NetworkPolicy of the namespace, ours and others'
 */
public record Surroundings(
    boolean embedded,
    Optional<String> apiServer,
    Sight<Boolean> operatorPolicyBound,
    Sight<List<Binding>> bindings,
    Sight<List<NetworkPolicy>> networkPolicies) {

  /**
   * What gives an account a role.
   *
   * @param kind RoleBinding or ClusterRoleBinding
   * @param role what it grants, such as {@code ClusterRole/view}
   */
  public record Binding(String kind, String name, String role) {}
}
