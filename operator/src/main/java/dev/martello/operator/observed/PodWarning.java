package dev.martello.operator.observed;

/**
 * A warning event on a pod.
 *
 * @param reason the event's, such as {@code FailedMount} or {@code FailedScheduling}
 * @param message the event's, in the kubelet's or scheduler's words
 */
public record PodWarning(String pod, String reason, String message) {}
