package dev.martello.operator.status;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pod runs what a Job asks for. Whoever may create pods can give one to our Job; it must
 * not bring its own verdict.
 */
final class AsRendered {
  private AsRendered() {}

  static boolean holds(Job rendered, Pod admitted) {
    PodSpec wanted = rendered.getSpec().getTemplate().getSpec();
    PodSpec spec = Optional.ofNullable(admitted.getSpec()).orElseGet(PodSpec::new);
    List<Container> containers = list(spec.getContainers());
    return containers.size() == 1
        && list(spec.getInitContainers()).isEmpty()
        && list(spec.getEphemeralContainers()).isEmpty()
        && same(wanted.getContainers().getFirst(), containers.getFirst())
        && set(wanted.getVolumes(), AsRendered::source)
            .equals(set(list(spec.getVolumes()), AsRendered::source));
  }

  private static boolean same(Container wanted, Container container) {
    return Objects.equals(wanted.getImage(), container.getImage())
        && list(container.getCommand()).isEmpty()
        && wanted.getArgs().equals(list(container.getArgs()))
        && wanted.getEnv().equals(list(container.getEnv()))
        && list(container.getEnvFrom()).isEmpty()
        && container.getLifecycle() == null
        && set(wanted.getVolumeMounts(), AsRendered::place)
            .equals(set(list(container.getVolumeMounts()), AsRendered::place));
  }

  private static String place(VolumeMount mount) {
    return mount.getName() + " " + mount.getMountPath() + " " + mount.getSubPath();
  }

  private static String source(Volume volume) {
    return volume.getName()
        + " "
        + Optional.ofNullable(volume.getSecret()).map(s -> s.getSecretName() + s.getItems())
        + Optional.ofNullable(volume.getConfigMap()).map(c -> c.getName() + c.getItems())
        + Optional.ofNullable(volume.getImage()).map(i -> i.getReference())
        + Optional.ofNullable(volume.getPersistentVolumeClaim()).map(p -> p.getClaimName());
  }

  private static <T> Set<String> set(List<T> of, Function<T, String> name) {
    return of.stream().map(name).collect(Collectors.toSet());
  }

  private static <T> List<T> list(@Nullable List<T> field) {
    return field == null ? List.of() : field;
  }
}
