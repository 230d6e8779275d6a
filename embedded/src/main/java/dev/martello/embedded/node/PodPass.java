package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One look at the pods of this node: starts what isn't running, ends what is to go. */
final class PodPass {
  private record RunningPod(PodRunner runner, Thread thread) {}

  private final NodeServices node;
  private final Runnable signal;
  private final Map<String, RunningPod> running = new HashMap<>();

  /**
   * A node on which nothing runs yet.
   *
   * @param signal called when a pod has ended
   */
  PodPass(NodeServices node, Runnable signal) {
    this.node = node;
    this.signal = signal;
  }

  void run(List<Pod> allPods) {
    for (Pod pod : allPods) {
      if (NodeObject.NAME.equals(pod.getSpec().getNodeName())) {
        look(pod);
      }
    }
    Set<String> there =
        allPods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    running.entrySet().stream()
        .filter(entry -> !there.contains(entry.getKey()))
        .forEach(entry -> entry.getValue().runner().stop());
    running
        .entrySet()
        .removeIf(entry -> !there.contains(entry.getKey()) && !entry.getValue().thread().isAlive());
  }

  /** Ends all pods, side by side, and returns when the last one has gone. */
  void stopAll() throws InterruptedException {
    running.values().forEach(pod -> pod.runner().stop());
    for (RunningPod pod : running.values()) {
      pod.thread().join();
    }
  }

  private void look(Pod pod) {
    String uid = pod.getMetadata().getUid();
    RunningPod known = running.get(uid);
    if (!Pods.isGoing(pod)) {
      if (known == null) {
        running.put(uid, start(pod));
      }
    } else if (known != null && known.thread().isAlive()) {
      known.runner().stop();
    } else {
      release(pod);
    }
  }

  private RunningPod start(Pod pod) {
    PodRunner runner = new PodRunner(pod, node);
    Thread thread =
        Thread.ofVirtual()
            .name("pod " + pod.getMetadata().getName())
            .start(
                () -> {
                  runner.run();
                  signal.run();
                });
    return new RunningPod(runner, thread);
  }

  /** The process has ended and its directory is gone: now the object may go too. */
  private void release(Pod pod) {
    node.client()
        .resource(pod)
        .edit(
            held ->
                new PodBuilder(held)
                    .editMetadata()
                    .removeFromFinalizers(DeploymentPass.FINALIZER)
                    .endMetadata()
                    .build());
  }
}
