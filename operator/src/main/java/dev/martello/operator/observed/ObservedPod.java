package dev.martello.operator.observed;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod with our deployment's label as the API server shows it, what it says of itself, and what
 * happened when the operator knocked.
 *
 * @param evidence the last document received; {@link Sight.Unseen} with {@code EvidenceMissing} if
 *     there never was one or the last attempt failed for good
 * @param inferencePort the operator's TCP connect to the inference port, made right after the
 *     management port of the same pod answered
 */
public record ObservedPod(
    Pod pod, Sight<Receipt> evidence, ManagementTls managementTls, Try inferencePort) {

  /** Name of the container that serves. */
  public static final String CONTAINER = "runtime";

  /** Exit code with which the runtime refuses a model or key for good. */
  private static final int REFUSED = 3;

  /** A pod that the operator does not knock at: an evaluation's. */
  public static ObservedPod unasked(Pod pod) {
    String why = "It opens no port";
    return new ObservedPod(
        pod, Sight.unseen("NotAsked", why), ManagementTls.notTried(why), Try.notTried(why));
  }

  public String name() {
    return pod.getMetadata().getName();
  }

  public String uid() {
    return Optional.ofNullable(pod.getMetadata().getUid()).orElse("");
  }

  /** The pod's IP address, once it has one. */
  public Optional<String> address() {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getPodIP);
  }

  /** The revision that the pod was made from, empty if it bears no such label. */
  public String revision() {
    return label(Labels.REVISION);
  }

  private String label(String key) {
    return Optional.ofNullable(pod.getMetadata().getLabels())
        .map(labels -> labels.get(key))
        .orElse("");
  }

  public boolean terminating() {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** The kubelet's readiness condition; a pod under deletion isn't ready. */
  public boolean ready() {
    return !terminating()
        && conditions().anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  public Stream<PodCondition> conditions() {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getConditions).stream()
        .flatMap(List::stream);
  }

  /**
   * When the runtime's container last started, else when the kubelet took the pod; empty before
   * that.
   */
  public Optional<Instant> startedAt() {
    Optional<String> container =
        runtime()
            .map(ContainerStatus::getState)
            .map(ContainerState::getRunning)
            .map(running -> running.getStartedAt());
    return container
        .or(() -> Optional.ofNullable(pod.getStatus()).map(PodStatus::getStartTime))
        .flatMap(ObservedPod::instant);
  }

  /**
   * The runtime's refusal for good (exit code 3), from this start of the container or the one
   * before.
   */
  public Optional<Termination> refusal() {
    return runtime().stream()
        .flatMap(ObservedPod::endings)
        .filter(ended -> ended.getExitCode() != null && ended.getExitCode() == REFUSED)
        .map(ObservedPod::termination)
        .findFirst();
  }

  /** How the container ended, if it did and was not started again. */
  public Optional<ContainerStateTerminated> ended() {
    return runtime().map(ContainerStatus::getState).map(ContainerState::getTerminated);
  }

  /** What the container said when it ended the last time, whatever its exit code. */
  public Optional<Termination> lastTermination() {
    return runtime()
        .map(ContainerStatus::getLastState)
        .map(ContainerState::getTerminated)
        .flatMap(ended -> Termination.parse(ended.getMessage()));
  }

  /** Whether the kernel ended the container at its memory limit, and it has not run well since. */
  public boolean killedForMemory() {
    return runtime().stream()
        .flatMap(ObservedPod::endings)
        .anyMatch(ended -> "OOMKilled".equals(ended.getReason()));
  }

  /**
   * What the container waits for, such as {@code ImagePullBackOff}: reason and message of the
   * kubelet.
   */
  public Optional<Termination> waiting() {
    return runtime()
        .map(ContainerStatus::getState)
        .map(ContainerState::getWaiting)
        .filter(waiting -> waiting.getReason() != null)
        .map(
            waiting ->
                new Termination(
                    waiting.getReason(), Optional.ofNullable(waiting.getMessage()).orElse("")));
  }

  private Optional<ContainerStatus> runtime() {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getContainerStatuses).stream()
        .flatMap(List::stream)
        .filter(status -> CONTAINER.equals(status.getName()))
        .findFirst();
  }

  /** Of this start of the container and of the one before. */
  private static Stream<ContainerStateTerminated> endings(ContainerStatus status) {
    return Stream.of(
            Optional.ofNullable(status.getState()), Optional.ofNullable(status.getLastState()))
        .flatMap(Optional::stream)
        .map(ContainerState::getTerminated)
        .flatMap(Stream::ofNullable);
  }

  private static Termination termination(ContainerStateTerminated ended) {
    return Termination.parse(ended.getMessage())
        .orElseGet(
            () ->
                new Termination(
                    "ModelRefused",
                    "The runtime refused the model but left no reason; see the pod's log."));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException malformed) {
      return Optional.empty();
    }
  }
}
