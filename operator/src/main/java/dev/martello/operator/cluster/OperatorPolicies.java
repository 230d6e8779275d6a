package dev.martello.operator.cluster;

import dev.martello.operator.observed.Sight;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;

/** The admission policies that bind the operator's own account: its workloads, and its Secrets. */
final class OperatorPolicies {
  /** Each has a binding of the same name. */
  private static final List<String> NAMES =
      List.of("martello-operator", "martello-operator-secrets");

  private final KubernetesClient client;

  OperatorPolicies(KubernetesClient client) {
    this.client = client;
  }

  /** Whether all of them are there, do not fail open, and have a binding that denies. */
  Sight<Boolean> bound() {
    try {
      return Sight.seen(NAMES.stream().allMatch(this::bound));
    } catch (KubernetesClientException refused) {
      return Sight.unseen(
          refused.getCode() == 403 ? "Forbidden" : "ApiServerRefused",
          "The operator can't read the admission policies that bind it: " + Refusals.text(refused));
    }
  }

  private boolean bound(String name) {
    var admission = client.admissionRegistration().v1();
    ValidatingAdmissionPolicy policy = admission.validatingAdmissionPolicies().withName(name).get();
    ValidatingAdmissionPolicyBinding binding =
        admission.validatingAdmissionPolicyBindings().withName(name).get();
    return policy != null && binding != null && denies(policy, binding);
  }

  static boolean denies(
      ValidatingAdmissionPolicy policy, ValidatingAdmissionPolicyBinding binding) {
    // Absent means Fail (API default), which an API server always fills in.
    boolean failsOpen = "Ignore".equals(policy.getSpec().getFailurePolicy());
    return !failsOpen
        && !policy.getSpec().getValidations().isEmpty()
        && policy.getMetadata().getName().equals(binding.getSpec().getPolicyName())
        && binding.getSpec().getValidationActions().contains("Deny")
        && binding.getSpec().getMatchResources() == null;
  }
}
