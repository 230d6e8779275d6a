package dev.martello.operator.observed;

import dev.martello.crds.ComplianceException;
import dev.martello.crds.ComplianceProfile;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;

/**
 * What is around a deployment and not owned by it.
 *
 * @param embedded a Node of this cluster carries the label {@code martello.dev/embedded: "true"}:
 *     no kubelet, no network plugin, no admission
 * @param operatorPolicyBound whether the ValidatingAdmissionPolicy that binds the operator's own
 *     account is there, with a binding that denies
 * @param bindings RoleBindings and ClusterRoleBindings that name the deployment's service account,
 *     or the group of its namespace's service accounts
 * @param networkPolicies every NetworkPolicy of the namespace, ours and others'
 * @param exceptions every ComplianceException of the namespace
 * @param profiles every ComplianceProfile of the cluster
 * @param audit what became of the audit trail's last head
 */
public record Surroundings(
    boolean embedded,
    Sight<Boolean> operatorPolicyBound,
    Sight<List<Binding>> bindings,
    Sight<List<NetworkPolicy>> networkPolicies,
    List<ComplianceException> exceptions,
    List<ComplianceProfile> profiles,
    Sight<AuditState> audit) {

  /**
   * What gives an account a role.
   *
   * @param kind RoleBinding or ClusterRoleBinding
   * @param role what it grants, such as {@code ClusterRole/view}
   */
  public record Binding(String kind, String name, String role) {}
}
