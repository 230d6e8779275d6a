package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** A pod's status as a kubelet writes it; pure. */
final class PodStatusRendering {
  private PodStatusRendering() {}

  static PodStatus render(Pod pod, Container container, PodState state) {
    boolean up = state.address().isPresent();
    PodStatusBuilder status =
        new PodStatusBuilder()
            .withPhase(phase(pod, state))
            .withStartTime(time(state.since()))
            .withHostIP("127.0.0.1")
            .withQosClass(qosClass(container.getResources()))
            .withConditions(
                condition("PodScheduled", true, state.since()),
                condition("Initialized", true, state.since()),
                condition("PodReadyToStartContainers", up, state.since()),
                condition("ContainersReady", state.ready(), state.readyChanged()),
                condition("Ready", state.ready(), state.readyChanged()))
            .withContainerStatuses(containerStatus(container, state));
    state.address().ifPresent(ip -> status.withPodIP(ip).addNewPodIP().withIp(ip).endPodIP());
    return status.build();
  }

  private static String phase(Pod pod, PodState state) {
    return switch (state.container()) {
      case PodState.Ended ended ->
          Pods.restarts(pod, ended.exitCode())
              ? "Running"
              : ended.exitCode() == 0 ? "Succeeded" : "Failed";
      case PodState.Waiting ignored -> state.lastEnded().isEmpty() ? "Pending" : "Running";
      case PodState.Running ignored -> "Running";
    };
  }

  private static ContainerStatus containerStatus(Container container, PodState state) {
    ContainerStatusBuilder status =
        new ContainerStatusBuilder()
            .withName(container.getName())
            .withImage(container.getImage())
            .withImageID(container.getImage())
            .withRestartCount(state.restarts())
            .withStarted(state.started())
            .withReady(state.ready())
            .withState(containerState(state.container()));
    if (state.container() instanceof PodState.Running running) {
      status.withContainerID(running.containerId());
    }
    if (!(state.container() instanceof PodState.Ended)) {
      state.lastEnded().ifPresent(ended -> status.withLastState(containerState(ended)));
    }
    return status.build();
  }

  private static ContainerState containerState(PodState.Container container) {
    ContainerStateBuilder state = new ContainerStateBuilder();
    return switch (container) {
      case PodState.Waiting waiting ->
          state
              .withNewWaiting()
              .withReason(waiting.reason())
              .withMessage(waiting.message().isEmpty() ? null : waiting.message())
              .endWaiting()
              .build();
      case PodState.Running running ->
          state.withNewRunning().withStartedAt(time(running.startedAt())).endRunning().build();
      case PodState.Ended ended ->
          state
              .withNewTerminated()
              .withContainerID(ended.containerId())
              .withExitCode(ended.exitCode())
              .withReason(ended.exitCode() == 0 ? "Completed" : "Error")
              .withMessage(ended.message().isEmpty() ? null : ended.message())
              .withStartedAt(time(ended.startedAt()))
              .withFinishedAt(time(ended.finishedAt()))
              .endTerminated()
              .build();
    };
  }

  private static PodCondition condition(String type, boolean holds, Instant since) {
    PodConditionBuilder condition =
        new PodConditionBuilder()
            .withType(type)
            .withStatus(holds ? "True" : "False")
            .withLastTransitionTime(time(since));
    if (!holds && type.endsWith("Ready")) {
      condition.withReason("ContainersNotReady");
    }
    return condition.build();
  }

  private static String qosClass(ResourceRequirements resources) {
    if (resources == null || resources.getLimits() == null || resources.getLimits().isEmpty()) {
      return "BestEffort";
    }
    boolean same = Objects.equals(resources.getLimits(), resources.getRequests());
    return same ? "Guaranteed" : "Burstable";
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
