package dev.martello.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.martello.operator.observed.Surroundings.Binding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
  private static RoleBinding local(String subject) {
    return Serialization.unmarshal(
        "---\n{metadata: {name: b}, roleRef: {kind: Role, name: r}, subjects: [%s]}"
            .formatted(subject),
        RoleBinding.class);
  }

  private static ClusterRoleBinding clusterWide(String subject) {
    return Serialization.unmarshal(
        "---\n{metadata: {name: c}, roleRef: {kind: ClusterRole, name: view}, subjects: [%s]}"
            .formatted(subject),
        ClusterRoleBinding.class);
  }

  private static List<Binding> naming(List<RoleBinding> local, List<ClusterRoleBinding> all) {
    return AccountBindings.naming(local, all, "demo", "model");
  }

  @Test
  void bindingNamesTheAccountInAnyOfItsForms() {
    for (String subject :
        List.of(
            "{kind: ServiceAccount, name: model, namespace: demo}",
            "{kind: Group, name: 'system:serviceaccounts:demo'}",
            "{kind: User, name: 'system:serviceaccount:demo:model'}")) {
      assertThat(naming(List.of(local(subject)), List.of()))
          .containsExactly(new Binding("RoleBinding", "b", "Role/r"));
      assertThat(naming(List.of(), List.of(clusterWide(subject))))
          .containsExactly(new Binding("ClusterRoleBinding", "c", "ClusterRole/view"));
    }
  }

  @Test
  void othersAreNotNamed() {
    for (String subject :
        List.of(
            "{kind: ServiceAccount, name: model, namespace: other}",
            "{kind: ServiceAccount, name: another, namespace: demo}",
            "{kind: Group, name: 'system:serviceaccounts:other'}",
            "{kind: User, name: model}")) {
      assertThat(naming(List.of(local(subject)), List.of(clusterWide(subject)))).isEmpty();
    }
  }

  private static boolean denies(String policy, String binding) {
    return OperatorPolicies.denies(
        Serialization.unmarshal(policy, ValidatingAdmissionPolicy.class),
        Serialization.unmarshal(binding, ValidatingAdmissionPolicyBinding.class));
  }

  private static final String POLICY =
      "---\n{metadata: {name: p}, spec: {failurePolicy: Fail, validations: [{expression: 'false'}]}}";
  private static final String BINDING =
      "---\n{metadata: {name: p}, spec: {policyName: p, validationActions: [Deny]}}";

  @Test
  void policyDeniesOnlyIfNothingWeakensIt() {
    assertThat(denies(POLICY, BINDING)).isTrue();
    assertThat(denies(POLICY.replace("Fail", "Ignore"), BINDING)).isFalse();
    assertThat(denies(POLICY.replace("{expression: 'false'}", ""), BINDING)).isFalse();
    assertThat(denies(POLICY, BINDING.replace("Deny", "Audit"))).isFalse();
    assertThat(denies(POLICY, BINDING.replace("policyName: p", "policyName: q"))).isFalse();
    String narrowed =
        BINDING.replace(
            "policyName: p",
            "policyName: p, matchResources: {namespaceSelector: {matchLabels: {a: b}}}");
    assertThat(denies(POLICY, narrowed)).isFalse();
  }
}
