package dev.martello.operator.findings;

import dev.martello.operator.observed.ObservedPod;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an admitted pod's fields allow that we never render; another webhook may have changed them.
 */
final class AdmittedPod {
  private static final Set<String> VOLUMES =
      Set.of("model", "key", "tls", "settings", "client-ca", "callers");

  private final List<String> faults = new ArrayList<>();

  private AdmittedPod() {}

  /** In words, empty if all is as hardened as rendered. */
  static List<String> faults(PodSpec pod) {
    AdmittedPod admitted = new AdmittedPod();
    admitted.pod(pod);
    admitted.containers(pod);
    return List.copyOf(admitted.faults);
  }

  private void pod(PodSpec pod) {
    unless(!yes(pod.getHostNetwork()), "hostNetwork is true");
    unless(!yes(pod.getHostPID()), "hostPID is true");
    unless(!yes(pod.getHostIPC()), "hostIPC is true");
    unless(!yes(pod.getShareProcessNamespace()), "shareProcessNamespace is true");
    unless(no(pod.getAutomountServiceAccountToken()), "automountServiceAccountToken is not false");
    PodSecurityContext security =
        Optional.ofNullable(pod.getSecurityContext()).orElseGet(PodSecurityContext::new);
    unless(empty(security.getSysctls()), "sysctls are set");
    for (Volume volume : list(pod.getVolumes())) {
      unless(
          VOLUMES.contains(volume.getName()) && volume.getHostPath() == null,
          "volume %s was added".formatted(volume.getName()));
    }
  }

  private void containers(PodSpec pod) {
    for (Container container : list(pod.getInitContainers())) {
      faults.add("init container %s was added".formatted(container.getName()));
    }
    list(pod.getEphemeralContainers())
        .forEach(c -> faults.add("ephemeral container %s was added".formatted(c.getName())));
    boolean found = false;
    for (Container container : list(pod.getContainers())) {
      if (ObservedPod.CONTAINER.equals(container.getName())) {
        found = true;
        container(container, pod.getSecurityContext());
      } else {
        faults.add("container %s was added".formatted(container.getName()));
      }
    }
    unless(found, "container %s is missing".formatted(ObservedPod.CONTAINER));
  }

  private void container(Container container, @Nullable PodSecurityContext pod) {
    SecurityContext own =
        Optional.ofNullable(container.getSecurityContext()).orElseGet(SecurityContext::new);
    PodSecurityContext outer = Optional.ofNullable(pod).orElseGet(PodSecurityContext::new);
    unless(!yes(own.getPrivileged()), "privileged is true");
    unless(no(own.getAllowPrivilegeEscalation()), "allowPrivilegeEscalation is not false");
    unless(yes(own.getReadOnlyRootFilesystem()), "readOnlyRootFilesystem is not true");
    unless(yes(either(own.getRunAsNonRoot(), outer.getRunAsNonRoot())), "runAsNonRoot is not true");
    Long user = either(own.getRunAsUser(), outer.getRunAsUser());
    unless(user == null || user != 0, "runAsUser is 0");
    SeccompProfile seccomp = either(own.getSeccompProfile(), outer.getSeccompProfile());
    unless(
        seccomp != null && "RuntimeDefault".equals(seccomp.getType()),
        "seccompProfile is not RuntimeDefault");
    var capabilities = own.getCapabilities();
    unless(
        capabilities != null && list(capabilities.getDrop()).contains("ALL"),
        "capabilities are not all dropped");
    unless(capabilities == null || empty(capabilities.getAdd()), "capabilities are added");
    unless(
        own.getProcMount() == null || own.getProcMount().equals("Default"),
        "procMount is not Default");
    unless(list(container.getCommand()).isEmpty(), "command replaces the image's entrypoint");
    for (ContainerPort port : list(container.getPorts())) {
      unless(
          port.getHostPort() == null || port.getHostPort() == 0,
          "hostPort %s is set".formatted(port.getHostPort()));
    }
  }

  private void unless(boolean fine, String fault) {
    if (!fine) {
      faults.add(fault);
    }
  }

  private static boolean yes(@Nullable Boolean field) {
    return Boolean.TRUE.equals(field);
  }

  private static boolean no(@Nullable Boolean field) {
    return Boolean.FALSE.equals(field);
  }

  private static <T> @Nullable T either(@Nullable T own, @Nullable T outer) {
    return own != null ? own : outer;
  }

  private static boolean empty(@Nullable List<?> field) {
    return field == null || field.isEmpty();
  }

  private static <T> List<T> list(@Nullable List<T> field) {
    return field == null ? List.of() : field;
  }
}
