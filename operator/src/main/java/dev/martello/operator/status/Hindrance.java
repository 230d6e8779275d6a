package dev.martello.operator.status;

import dev.martello.operator.observed.Observed;
import dev.martello.operator.observed.ObservedPod;
import dev.martello.operator.observed.PodWarning;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What keeps pods from becoming ready, as the scheduler and the kubelet tell it; the most telling
 * first.
 */
record Hindrance(String reason, String message) {

  private static final Pattern NO_SECRET = Pattern.compile("secret \"([^\"]+)\" not found");
  private static final Pattern NO_CONFIG_MAP = Pattern.compile("configmap \"([^\"]+)\" not found");
  private static final Pattern NEW_POD = Pattern.compile("^pods \"[^\"]*\" is forbidden: ");
  private static final Pattern NO_ITEM =
      Pattern.compile("references non-existent (?:secret|config) key: (\\S+)");

  /** Of the pods of that revision; also what keeps them from being made. */
  static Optional<Hindrance> of(Observed observed, String revision) {
    return of(observed.only(revision).pods(), observed.warnings())
        .or(() -> observed.dependents().deployment(revision).flatMap(Hindrance::notMade));
  }

  static Optional<Hindrance> of(List<ObservedPod> pods, List<PodWarning> warnings) {
    return pods.stream()
        .filter(pod -> !pod.ready() && !pod.terminating())
        .map(pod -> ofPod(pod, warnings))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Such as an exceeded quota. The name of the pod that was not made is another at every try. */
  private static Optional<Hindrance> notMade(Deployment deployment) {
    return Optional.ofNullable(deployment.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
        .findFirst()
        .map(
            c ->
                new Hindrance(
                    Optional.ofNullable(c.getReason()).orElse("FailedCreate"),
                    NEW_POD
                        .matcher(Optional.ofNullable(c.getMessage()).orElse(""))
                        .replaceFirst("A pod can't be made: ")));
  }

  private static Optional<Hindrance> ofPod(ObservedPod pod, List<PodWarning> warnings) {
    return warnings.stream()
        .filter(warning -> warning.pod().equals(pod.name()))
        .map(Hindrance::ofWarning)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> unscheduled(pod))
        .or(() -> imagePull(pod))
        .or(() -> ended(pod))
        .or(() -> waiting(pod));
  }

  private static Optional<Hindrance> ofWarning(PodWarning warning) {
    if (!warning.reason().equals("FailedMount")) {
      return Optional.empty();
    }
    return match(
            NO_ITEM,
            warning,
            "SecretItemMissing",
            "A mounted Secret or ConfigMap lacks the item %s: add it (the key's item is martello.key).")
        .or(
            () ->
                match(
                    NO_SECRET,
                    warning,
                    "SecretMissing",
                    "Secret %s does not exist in this namespace: create it with the item martello.key."))
        .or(
            () ->
                match(
                    NO_CONFIG_MAP,
                    warning,
                    "ConfigMapMissing",
                    "ConfigMap %s does not exist in this namespace: create it."))
        .or(() -> Optional.of(new Hindrance("FailedMount", warning.message())));
  }

  private static Optional<Hindrance> match(
      Pattern pattern, PodWarning warning, String reason, String message) {
    Matcher matcher = pattern.matcher(warning.message());
    return matcher.find()
        ? Optional.of(new Hindrance(reason, message.formatted(matcher.group(1))))
        : Optional.empty();
  }

  private static Optional<Hindrance> unscheduled(ObservedPod pod) {
    return pod.conditions()
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .findFirst()
        .map(
            c ->
                new Hindrance(
                    "Unschedulable",
                    Optional.ofNullable(c.getMessage()).orElse("No node takes the pod.")));
  }

  /** The kubelet goes to and fro between the two, so one reason and message stand for both. */
  private static Optional<Hindrance> imagePull(ObservedPod pod) {
    return pod.waiting()
        .filter(w -> w.reason().equals("ErrImagePull") || w.reason().equals("ImagePullBackOff"))
        .map(
            w ->
                new Hindrance(
                    "ImagePullFailing",
                    "An image of the pods can't be pulled; see the pod's events. Does it exist, and do spec.imagePullSecrets let the node pull it?"));
  }

  /** The container's own last words, which stay while the kubelet waits and starts it again. */
  private static Optional<Hindrance> ended(ObservedPod pod) {
    Optional<Hindrance> own =
        pod.lastTermination().map(last -> new Hindrance(last.reason(), last.message()));
    if (pod.killedForMemory()) {
      return Optional.of(
          new Hindrance(
              "OOMKilled",
              "The container needed more memory than its limit: raise spec.resources.limits.memory."));
    }
    return own.or(
        () ->
            pod.waiting()
                .filter(w -> w.reason().equals("CrashLoopBackOff"))
                .map(
                    w ->
                        new Hindrance(
                            w.reason(),
                            "The container keeps ending; see the log of its last run.")));
  }

  private static Optional<Hindrance> waiting(ObservedPod pod) {
    return pod.waiting()
        .filter(w -> !w.reason().equals("ContainerCreating"))
        .filter(w -> w.reason().matches("[A-Z][A-Za-z]+"))
        .map(
            w ->
                new Hindrance(
                    w.reason(), w.message().isBlank() ? "The kubelet says no more." : w.message()));
  }
}
