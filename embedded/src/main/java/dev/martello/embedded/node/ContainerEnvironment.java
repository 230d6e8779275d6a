package dev.martello.embedded.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A container's environment: the template's variables and the image's one, nothing inherited. */
final class ContainerEnvironment {
  private ContainerEnvironment() {}

  static Map<String, String> of(Pod pod, Container container, String podIp) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("ORT_DISABLE_TELEMETRY", "1");
    for (EnvVar variable : container.getEnv()) {
      environment.put(variable.getName(), value(variable, pod, podIp));
    }
    return environment;
  }

  private static String value(EnvVar variable, Pod pod, String podIp) {
    if (variable.getValueFrom() == null) {
      return Objects.requireNonNullElse(variable.getValue(), "");
    }
    if (variable.getValueFrom().getFieldRef() == null) {
      throw new IllegalArgumentException(
          "env %s: the embedded node fills in fields of the pod only"
              .formatted(variable.getName()));
    }
    String path = variable.getValueFrom().getFieldRef().getFieldPath();
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      case "spec.nodeName" -> NodeObject.NAME;
      case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
      case "status.podIP", "status.hostIP" -> podIp;
      default ->
          throw new IllegalArgumentException(
              "env %s: the embedded node knows no field %s".formatted(variable.getName(), path));
    };
  }
}
