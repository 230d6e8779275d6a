package dev.martello.operator.findings;

import static dev.martello.operator.findings.ConditionType.PodHardened;

import dev.martello.crds.Grade;
import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pods as the API server admitted them. */
final class PodChecks {

  static final Check FIELDS =
      Check.feeding(
          PodHardened,
          Grade.Declared,
          "pod-fields",
          List.of("A.8.2", "A.8.9"),
          "The admitted pods are as hardened as they were rendered",
          new Check.Meaning(
              "Every serving pod meets the Pod Security Standard \"restricted\", has a read-only root and nothing added.",
              "A field is weaker than rendered, or a container or volume was added.",
              "The API server showed no spec."),
          RealNode.needed(situation -> PerPod.serving(situation, pod -> fields(situation, pod))));

  static final Check IMAGE =
      Check.feeding(
          PodHardened,
          Grade.Declared,
          "runtime-image",
          List.of("A.8.19"),
          "The pods run a runtime image from the allow-list, by digest",
          new Check.Meaning(
              "Every serving pod's image is the allow-listed one, with its digest.",
              "A pod runs another image.",
              "A pod of an earlier revision runs an image that is no longer on the list."),
          RealNode.needed(situation -> PerPod.serving(situation, pod -> image(situation, pod))));

  static final Check USER_NAMESPACE =
      Check.feeding(
          PodHardened,
          Grade.Declared,
          "user-namespace",
          List.of("A.8.2", "A.8.22"),
          "The pods' users are nobody on the node",
          new Check.Meaning(
              "Every serving pod has hostUsers: false. Not applicable where the nodes report no support for user namespaces.",
              "A pod shares the node's users though the nodes could separate them.",
              "A pod of an earlier revision still serves."),
          RealNode.needed(PodChecks::userNamespace));

  private PodChecks() {}

  private static Verdict fields(Situation situation, ObservedPod pod) {
    PodSpec spec = pod.pod().getSpec();
    if (spec == null) {
      return Verdict.unknown(Reason.SpecNotSeen, "the API server shows no spec");
    }
    List<String> faults = new ArrayList<>(AdmittedPod.faults(spec));
    if (!situation.outdated(pod)) {
      situation
          .desired()
          .flatMap(desired -> desired.object(Deployment.class))
          .map(rendered -> rendered.getSpec().getTemplate().getSpec().getVolumes())
          .ifPresent(rendered -> faults.addAll(MountedSources.faults(rendered, spec.getVolumes())));
    }
    return faults.isEmpty()
        ? Verdict.satisfied(
            Reason.Restricted, "Pod Security Standard restricted, read-only root, nothing added")
        : Verdict.notSatisfied(Reason.PodWeakened, String.join("; ", faults));
  }

  private static Verdict image(Situation situation, ObservedPod pod) {
    Optional<String> image =
        Optional.ofNullable(pod.pod().getSpec()).map(PodSpec::getContainers).stream()
            .flatMap(List::stream)
            .filter(c -> ObservedPod.CONTAINER.equals(c.getName()))
            .map(Container::getImage)
            .findFirst();
    if (image.isEmpty()) {
      return Verdict.unknown(Reason.SpecNotSeen, "the API server shows no image");
    }
    String name = image.get();
    boolean listed = situation.inputs().runtimeImages().containsValue(name);
    if (listed && name.matches(".+@sha256:[0-9a-f]{64}")) {
      return Verdict.satisfied(Reason.ImageAllowed, name);
    }
    return situation.outdated(pod) && name.contains("@sha256:")
        ? Verdict.unknown(Reason.OlderRevision, "%s is not on the list now".formatted(name))
        : Verdict.notSatisfied(Reason.ImageNotAllowed, "%s is not on the list".formatted(name));
  }

  private static Verdict userNamespace(Situation situation) {
    if (!situation.inputs().userNamespaces()) {
      return Verdict.notApplicable(
          Reason.UserNamespacesUnsupported, "Not every node reports support for user namespaces");
    }
    return PerPod.serving(
        situation,
        pod -> {
          if (pod.pod().getSpec() != null
              && Boolean.FALSE.equals(pod.pod().getSpec().getHostUsers())) {
            return Verdict.satisfied(Reason.OwnUsers, "hostUsers is false");
          }
          return situation.outdated(pod)
              ? Verdict.unknown(
                  Reason.OlderRevision, "an earlier revision without hostUsers serves")
              : Verdict.notSatisfied(Reason.HostUsers, "hostUsers is not false");
        });
  }
}
