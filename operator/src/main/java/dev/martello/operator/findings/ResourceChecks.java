package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.ResourcesBounded;

import dev.martello.crds.Grade;
import dev.martello.operator.observed.Evidence;
import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the pods may use. */
final class ResourceChecks {

  /** The kernel rounds a cgroup's memory limit down to whole pages, of 64 KiB at most. */
  private static final long PAGE = 65536;

  static final Check DECLARED =
      Check.feeding(
          ResourcesBounded,
          Grade.Declared,
          "resources-declared",
          List.of("A.8.6"),
          "The admitted pods have their resources reserved in full",
          new Check.Meaning(
              "Requests equal limits for cpu and memory on every serving pod, as the spec says, and nothing else is asked for.",
              "They differ from each other or from the spec, or another resource is asked for.",
              "A pod of an earlier revision still serves with other limits."),
          RealNode.needed(situation -> PerPod.serving(situation, pod -> declared(situation, pod))));

  static final Check ENFORCED =
      Check.feeding(
          ResourcesBounded,
          Grade.Reported,
          "resources-enforced",
          List.of("A.8.6"),
          "The kernel holds the pods to their limits",
          new Check.Meaning(
              "The cgroup limits that the runtime reads are those of its admitted pod.",
              "They differ, or there is none.",
              "The runtime could not read them."),
          RealNode.needed(situation -> PerPod.evidence(situation, ResourceChecks::enforced)));

  private ResourceChecks() {}

  private static Verdict declared(Situation situation, ObservedPod pod) {
    Optional<ResourceRequirements> resources = resources(pod);
    if (resources.isEmpty()) {
      return Verdict.notSatisfied(Reason.NotBounded, "the container has no resources");
    }
    Map<String, Quantity> limits = map(resources.get().getLimits());
    Map<String, Quantity> requests = map(resources.get().getRequests());
    var names = new TreeSet<>(limits.keySet());
    names.addAll(requests.keySet());
    for (String name : names) {
      Quantity asked = situation.spec().resources().limits().get(name);
      if (asked == null) {
        return Verdict.notSatisfied(Reason.ResourceAdded, "%s is asked for".formatted(name));
      }
      if (!equal(limits.get(name), requests.get(name))) {
        return Verdict.notSatisfied(
            Reason.RequestsDiffer,
            "%s: request %s, limit %s".formatted(name, requests.get(name), limits.get(name)));
      }
      if (!equal(limits.get(name), asked)) {
        String differs = "%s: limit %s instead of %s".formatted(name, limits.get(name), asked);
        return situation.outdated(pod)
            ? Verdict.unknown(Reason.OlderRevision, differs)
            : Verdict.notSatisfied(Reason.LimitsDiffer, differs);
      }
    }
    return names.contains("cpu") && names.contains("memory")
        ? Verdict.satisfied(
            Reason.Guaranteed,
            "requests = limits: cpu %s, memory %s"
                .formatted(limits.get("cpu"), limits.get("memory")))
        : Verdict.notSatisfied(Reason.NotBounded, "cpu or memory has no limit");
  }

  private static Verdict enforced(ObservedPod pod, Evidence seen) {
    Evidence.Cgroup cgroup = seen.cgroup();
    Long memory = cgroup == null ? null : cgroup.memoryLimitBytes();
    Long cpu = cgroup == null ? null : cgroup.cpuMillis();
    if (memory == null || cpu == null) {
      return ModelChecks.missing("cgroup.memoryLimitBytes or cgroup.cpuMillis");
    }
    Map<String, Quantity> limits = resources(pod).map(r -> map(r.getLimits())).orElse(Map.of());
    BigDecimal bytes = amount(limits.get("memory"));
    BigDecimal cores = amount(limits.get("cpu"));
    String saw = "cgroup: %d bytes, %d milli-cores".formatted(memory, cpu);
    boolean memoryHeld =
        bytes.signum() > 0 && bytes.subtract(BigDecimal.valueOf(memory)).abs().longValue() < PAGE;
    boolean cpuHeld =
        cores.signum() > 0 && cores.movePointRight(3).compareTo(BigDecimal.valueOf(cpu)) == 0;
    return memoryHeld && cpuHeld
        ? Verdict.satisfied(Reason.LimitsEnforced, saw)
        : Verdict.notSatisfied(Reason.LimitsNotEnforced, saw + ", other than the pod's limits");
  }

  private static Optional<ResourceRequirements> resources(ObservedPod pod) {
    return Optional.ofNullable(pod.pod().getSpec()).stream()
        .flatMap(spec -> spec.getContainers().stream())
        .filter(c -> ObservedPod.CONTAINER.equals(c.getName()))
        .map(Container::getResources)
        .flatMap(r -> Optional.ofNullable(r).stream())
        .findFirst();
  }

  private static Map<String, Quantity> map(@Nullable Map<String, Quantity> field) {
    return field == null ? Map.of() : field;
  }

  private static boolean equal(@Nullable Quantity left, @Nullable Quantity right) {
    return left != null && right != null && amount(left).compareTo(amount(right)) == 0;
  }

  private static BigDecimal amount(@Nullable Quantity quantity) {
    return quantity == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(quantity);
  }
}
