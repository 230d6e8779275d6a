package dev.martello.cli.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From a pod to the digest of the sealed model that it serves. */
final class RunningLinks {
  private RunningLinks() {}

  /**
   * The links.
   *
   * @param digest of the sealed model at hand
   * @param name in its manifest
   */
  static List<Link> of(Running running, String digest, String name) {
    var links = new ArrayList<Link>();
    running.pod().ifPresent(pod -> links.add(pod(pod, running.deployment())));
    links.add(
        running
            .deployment()
            .map(deployment -> served(deployment, running.pod(), digest, name))
            .orElseGet(
                () ->
                    Link.missing(
                        "model digest",
                        "no ModelDeployment was given, and its status says what the pods serve")));
    return links;
  }

  private static Link pod(Running.Pod pod, Optional<Running.Deployment> deployment) {
    var who = pod.namespace() + "/" + pod.name();
    if (pod.deployment().isEmpty()) {
      return Link.broken("pod", who + " has no label martello.dev/deployment");
    }
    if (deployment.isEmpty()) {
      return Link.missing("pod", who + " is labelled " + pod.deployment() + ", which is not given");
    }
    var owner = deployment.get();
    return owner.name().equals(pod.deployment()) && owner.namespace().equals(pod.namespace())
        ? Link.holds(
            "pod",
            "%s, of %s by its label%s"
                .formatted(
                    who, owner.name(), pod.image().isEmpty() ? "" : ", mounts " + pod.image()))
        : Link.broken(
            "pod",
            "%s is labelled %s, not %s/%s"
                .formatted(who, pod.deployment(), owner.namespace(), owner.name()));
  }

  private static Link served(
      Running.Deployment deployment, Optional<Running.Pod> pod, String digest, String name) {
    var link = "model digest";
    if (deployment.digest().isEmpty()) {
      return Link.missing(
          link, deployment.name() + ": no pod reports a model, or not all report the same");
    }
    if (pod.isPresent() && !pod.get().revision().equals(deployment.revision())) {
      return Link.missing(
          link,
          "the pod is of revision %s, the status speaks of %s"
              .formatted(pod.get().revision(), deployment.revision()));
    }
    if (!deployment.digest().equals(digest)) {
      return Link.broken(
          link,
          "the pods report %s, the sealed model given is %s"
              .formatted(deployment.digest(), digest));
    }
    return deployment.model().equals(name)
        ? Link.holds(link, digest + ", as every serving pod reports it")
        : Link.broken(
            link,
            "the deployment asks for '%s', the manifest says '%s'"
                .formatted(deployment.model(), name));
  }
}
