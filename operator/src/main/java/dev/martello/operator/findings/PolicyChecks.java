package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.NetworkIsolated;

import dev.martello.crds.Grade;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.Sight;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the network policies say, and to whom the spec opens the model. */
final class PolicyChecks {

  static final Check POLICIES =
      Check.feeding(
          NetworkIsolated,
          Grade.Declared,
          "network-policies",
          List.of("A.8.20", "A.8.22"),
          "Network policies close the pods in both directions, but for what the spec opens",
          new Check.Meaning(
              "Our policy stands as rendered, selects every serving pod both ways, and no other policy opens anything.",
              "Our policy is missing or differs, does not select a pod, or another policy opens a way (policies add up).",
              "Policies can't be listed, or nothing was rendered."),
          RealNode.needed(PolicyChecks::policies));

  static final Check CALLERS =
      Check.counted(
          Grade.Declared,
          "callers-named",
          List.of("A.5.15", "A.8.3"),
          "The model is open to named callers, not to everybody",
          new Check.Meaning(
              "spec.access.from names peers, or nobody; or callers must show a client certificate.",
              "A peer means every pod or every address, and no client certificate is asked for.",
              "Never."),
          PolicyChecks::callers);

  private PolicyChecks() {}

  private static Verdict policies(Situation situation) {
    return switch (situation.observed().surroundings().networkPolicies()) {
      case Sight.Unseen<List<NetworkPolicy>> no -> Verdict.unseen(no.reason(), no.message());
      case Sight.Seen<List<NetworkPolicy>> yes -> policies(situation, yes.value());
    };
  }

  private static Verdict policies(Situation situation, List<NetworkPolicy> all) {
    Optional<NetworkPolicySpec> rendered =
        situation
            .desired()
            .flatMap(desired -> desired.object(NetworkPolicy.class))
            .map(NetworkPolicy::getSpec);
    if (rendered.isEmpty()) {
      return Verdict.unknown(Reason.NothingRendered, "The spec is not accepted, see Accepted");
    }
    return PerPod.serving(
        situation, pod -> ours(situation.observed().name(), rendered.get(), pod, all));
  }

  private static Verdict ours(
      String name, NetworkPolicySpec rendered, ObservedPod pod, List<NetworkPolicy> all) {
    Optional<NetworkPolicy> ours = all.stream().filter(p -> name.equals(name(p))).findFirst();
    if (ours.isEmpty()) {
      return Verdict.notSatisfied(
          Reason.PolicyMissing, "NetworkPolicy %s is missing".formatted(name));
    }
    return same(rendered, ours.get().getSpec())
        ? selected(pod, ours.get(), all)
        : Verdict.notSatisfied(
            Reason.PolicyDiffers,
            "NetworkPolicy %s differs from what was rendered".formatted(name));
  }

  private static Verdict selected(ObservedPod pod, NetworkPolicy ours, List<NetworkPolicy> all) {
    if (!selects(ours, pod)) {
      return Verdict.notSatisfied(
          Reason.PodNotSelected,
          "NetworkPolicy %s does not select the pod".formatted(ours.getMetadata().getName()));
    }
    List<String> openers =
        all.stream()
            .filter(policy -> !name(policy).equals(name(ours)))
            .filter(policy -> selects(policy, pod) && opens(policy.getSpec()))
            .map(PolicyChecks::name)
            .sorted()
            .toList();
    return openers.isEmpty()
        ? Verdict.satisfied(
            Reason.ClosedBothWays,
            "NetworkPolicy %s, no other opens anything".formatted(name(ours)))
        : Verdict.notSatisfied(
            Reason.PolicyWidened,
            "NetworkPolicy %s opens more".formatted(String.join(", ", openers)));
  }

  private static boolean selects(NetworkPolicy policy, ObservedPod pod) {
    return policy.getSpec() != null
        && Selecting.selects(
            policy.getSpec().getPodSelector(), pod.pod().getMetadata().getLabels());
  }

  private static boolean opens(NetworkPolicySpec spec) {
    return !list(spec.getIngress()).isEmpty() || !list(spec.getEgress()).isEmpty();
  }

  private static boolean same(NetworkPolicySpec wanted, @Nullable NetworkPolicySpec seen) {
    return seen != null
        && Objects.equals(wanted.getPodSelector(), seen.getPodSelector())
        && Objects.equals(list(wanted.getPolicyTypes()), list(seen.getPolicyTypes()))
        && Objects.equals(list(wanted.getIngress()), list(seen.getIngress()))
        && Objects.equals(list(wanted.getEgress()), list(seen.getEgress()));
  }

  private static <T> List<T> list(@Nullable List<T> field) {
    return field == null ? List.of() : field;
  }

  private static String name(NetworkPolicy policy) {
    return policy.getMetadata().getName();
  }

  private static Verdict callers(Situation situation) {
    var access = situation.spec().access();
    if (access.from().isEmpty()) {
      return Verdict.satisfied(Reason.NobodyAdmitted, "spec.access.from is empty");
    }
    if (access.clientCA() != null) {
      return Verdict.satisfied(
          Reason.CertificateAsked,
          "callers must show a certificate of ConfigMap %s"
              .formatted(access.clientCA().configMapName()));
    }
    if (!access.serviceAccounts().isEmpty()) {
      return Verdict.satisfied(
          Reason.TokenAsked,
          "callers must show a token of one of %d service accounts"
              .formatted(access.serviceAccounts().size()));
    }
    return access.from().stream().anyMatch(Peers::everybody)
        ? Verdict.notSatisfied(
            Reason.EverybodyAdmitted,
            "spec.access.from admits everybody, and neither access.clientCA nor access.serviceAccounts is set")
        : Verdict.satisfied(
            Reason.CallersNamed, "spec.access.from names %d peers".formatted(access.from().size()));
  }
}
