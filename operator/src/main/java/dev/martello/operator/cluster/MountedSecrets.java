package dev.martello.operator.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which Secrets pods and pod templates name; pure. */
public final class MountedSecrets {
  private MountedSecrets() {}

  public static Set<String> of(Collection<Pod> pods, Collection<Deployment> deployments) {
    return Stream.concat(
            pods.stream().map(Pod::getSpec),
            deployments.stream().map(deployment -> deployment.getSpec().getTemplate().getSpec()))
        .filter(Objects::nonNull)
        .map(PodSpec::getVolumes)
        .flatMap(volumes -> volumes.stream().map(Volume::getSecret))
        .filter(Objects::nonNull)
        .map(SecretVolumeSource::getSecretName)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }
}
